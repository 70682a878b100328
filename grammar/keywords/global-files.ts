import { leaf } from '../table.ts'
import { bool, flag, int, optional, parseCInteger, text, U32, type ValueType } from '../values/index.ts'

const bits: Readonly<Record<string, number>> = {
  IRUSR: 0o400,
  IWUSR: 0o200,
  IXUSR: 0o100,
  IRWXU: 0o700,
  IRGRP: 0o040,
  IWGRP: 0o020,
  IXGRP: 0o010,
  IRWXG: 0o070,
  IROTH: 0o004,
  IWOTH: 0o002,
  IXOTH: 0o001,
  IRWXO: 0o007,
}

/** Permissions, as a number in C notation or as names joined by `|`. */
function fileMode(): ValueType<number> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [word] = words
      const written = words.map(({ text: part }) => part).join('')
      const value = parseCInteger(written) ?? sum(written.split('|'))
      if (word && value !== undefined && value >= 0 && value <= 0o777) return value
      if (word)
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: written, choices: Object.keys(bits) }, word)
      return undefined
    },
    print: (value) => `0${value.toString(8)}`,
    describe: () => 'a number such as 0177, or names of permissions such as IRWXO|IRWXG',
    complete: () => Object.keys(bits),
  }
}

function sum(names: readonly string[]): number | undefined {
  const values = names.map((name) => bits[name.trim()])
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total | value), 0)
}

export const files = [
  leaf('umask', 'umask', fileMode(), {
    default: 0o177,
    since: '2.0.9',
    touches: ['file'],
    doc: 'Permissions that files which the daemon makes do not get: dumps, pid files and what scripts write.',
  }),
  leaf('random_seed', 'randomSeed', int({ min: 0, max: U32 }), {
    since: '2.0.15',
    doc: 'Meant for sequences and delays that repeat from run to run. keepalived reads it and seeds its generator otherwise, so it has no effect.',
  }),
  leaf('reload_check_config', 'reloadCheck', optional(text({ what: 'a log file' }), ''), {
    since: '2.2.0',
    touches: ['file', 'process'],
    doc: 'A reload first tries the new configuration in a process of its own, and is not done where that finds fault. Its findings go to the file named here. Without it keepalived runs what it can read of a broken file.',
  }),
  leaf('reload_time_file', 'reloadTimeFile', text({ what: 'a file' }), {
    missing: 'drop',
    exact: true,
    since: '2.1.0',
    touches: ['file', 'process'],
    doc: 'File that holds a date and time at which to reload, for changes on several hosts at one moment. It is taken away when that is done.',
  }),
  leaf('reload_repeat', 'reloadRepeat', flag(), {
    default: false,
    since: '2.1.0',
    touches: ['file'],
    doc: 'Keeps reload_time_file after the reload, so that a time without a date means every day.',
  }),
  leaf('reload_file', 'reloadFile', optional(text({ what: 'a file' }), ''), {
    since: '2.2.0',
    touches: ['file'],
    doc: 'File that exists while the configuration is being read, so that whoever writes it knows when not to.',
  }),
  leaf('config_save_dir', 'saveDirectory', text({ what: 'a directory' }), {
    since: '2.2.3',
    touches: ['file'],
    doc: 'Directory that gets a copy of every configuration as it was read, includes and all. For finding out what was in force when.',
  }),
  leaf('tmp_config_directory', 'temporaryDirectory', text({ what: 'a directory' }), {
    repeat: 'first',
    missing: 'drop',
    since: '2.2.0',
    touches: ['file'],
    doc: 'Directory for the copy of the configuration that all processes read from. It is in memory otherwise.',
  }),
  leaf('data_use_instance', 'dumpsByInstance', bool(), {
    default: false,
    since: '2.2.3',
    touches: ['file'],
    doc: "Names of dumps also have the names of the instance and the network namespace in them, so that several daemons do not write over each other's.",
  }),
  leaf('json_version', 'jsonVersion', int({ min: 1, max: 2 }), {
    default: 1,
    missing: 'drop',
    since: '2.2.8',
    feature: 'json',
    touches: ['file'],
    doc: 'Layout of the dump in JSON. 2 names the list of instances and has tracked processes.',
  }),
  leaf('iproute_usr_dir', 'iprouteSystemDirectory', text({ what: 'a directory' }), {
    missing: 'drop',
    exact: true,
    since: '2.3.2',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Directory of the tables of names that iproute2 brings, for names of tables, protocols, scopes and realms in routes and rules.',
  }),
  leaf('iproute_etc_dir', 'iprouteDirectory', text({ what: 'a directory' }), {
    missing: 'drop',
    exact: true,
    since: '2.3.2',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Directory of the tables of names of this host. They count before those of iproute_usr_dir.',
  }),
  leaf('state_dump_file', 'stateFile', text({ what: 'a file' }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'File for the dump of states that the signal USR1 asks for, or a directory ending in a slash.',
  }),
  leaf('stats_dump_file', 'statisticsFile', text({ what: 'a file' }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'Meant as the file for the dump of counters that the signal USR2 asks for. keepalived reads it and writes to the usual place, so it has no effect.',
  }),
  leaf('json_dump_file', 'jsonFile', text({ what: 'a file' }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'Meant as the file for the dump in JSON. keepalived reads it and writes to the usual place, so it has no effect.',
  }),
] as const
