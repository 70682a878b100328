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
    doc: 'Which permissions new files do not get.',
  }),
  leaf('random_seed', 'randomSeed', int({ min: 0, max: U32 }), { since: '2.0.15', doc: 'Has no effect.' }),
  leaf('reload_check_config', 'reloadCheck', optional(text({ what: 'a log file' }), ''), {
    since: '2.2.0',
    touches: ['file', 'process'],
    doc: 'A reload is tried out first, and its findings go to this file.',
  }),
  leaf('reload_time_file', 'reloadTimeFile', text({ what: 'a file' }), {
    missing: 'drop',
    exact: true,
    since: '2.1.0',
    touches: ['file', 'process'],
    doc: 'File that has the time of the next reload.',
  }),
  leaf('reload_repeat', 'reloadRepeat', flag(), {
    default: false,
    since: '2.1.0',
    touches: ['file'],
    doc: 'That file stays, so that a time of day holds for every day.',
  }),
  leaf('reload_file', 'reloadFile', optional(text({ what: 'a file' }), ''), {
    since: '2.2.0',
    touches: ['file'],
    doc: 'File that is there while the configuration is read.',
  }),
  leaf('config_save_dir', 'saveDirectory', text({ what: 'a directory' }), {
    since: '2.2.3',
    touches: ['file'],
    doc: 'Keeps a copy of each configuration that was read.',
  }),
  leaf('tmp_config_directory', 'temporaryDirectory', text({ what: 'a directory' }), {
    repeat: 'first',
    missing: 'drop',
    since: '2.2.0',
    touches: ['file'],
    doc: 'Where the configuration waits while it is read.',
  }),
  leaf('data_use_instance', 'dumpsByInstance', bool(), {
    default: false,
    since: '2.2.3',
    touches: ['file'],
    doc: 'Names of dumps have the name of the instance in them.',
  }),
  leaf('json_version', 'jsonVersion', int({ min: 1, max: 2 }), {
    default: 1,
    missing: 'drop',
    since: '2.2.8',
    feature: 'json',
    touches: ['file'],
    doc: 'Layout of the dump in JSON.',
  }),
  leaf('iproute_usr_dir', 'iprouteSystemDirectory', text({ what: 'a directory' }), {
    missing: 'drop',
    exact: true,
    since: '2.3.2',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Where iproute2 has the names of tables and the like.',
  }),
  leaf('iproute_etc_dir', 'iprouteDirectory', text({ what: 'a directory' }), {
    missing: 'drop',
    exact: true,
    since: '2.3.2',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Where the host has its own names of tables and the like.',
  }),
  leaf('state_dump_file', 'stateFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'Where the dump of states goes.',
  }),
  leaf('stats_dump_file', 'statisticsFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'Where the dump of counters would go; has no effect.',
  }),
  leaf('json_dump_file', 'jsonFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'Where the dump in JSON would go; has no effect.',
  }),
] as const
