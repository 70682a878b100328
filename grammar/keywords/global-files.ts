import { leaf } from '../table.ts'
import { bool, fileMode, flag, int, optional, signedWords, text, U32 } from '../values/index.ts'

/** Files, how they are read, and dumps. */
export const files = [
  leaf('umask', 'umask', fileMode(), {
    default: 0o177,
    since: '2.0.9',
    touches: ['file'],
    doc: 'Permissions that the dumps of the daemon and what scripts write do not get.',
  }),
  leaf('random_seed', 'randomSeed', int({ min: 0, max: U32 }), {
    since: '2.0.15',
    idle: 'what $_RANDOM gives was taken before it is read, in keepalived too',
    doc: 'Meant for sequences and delays that repeat from run to run.',
  }),
  leaf('reload_check_config', 'reloadCheck', optional(text({ what: 'a log file' }), ''), {
    since: '2.2.0',
    touches: ['file', 'process'],
    doc: 'A reload is not done when the new configuration has any error, be it one that the one in force has too. Its findings go to the file named here. Without it keepalived runs what it can read of a broken file, and kac refuses errors that are new.',
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
  leaf('include_check', 'includeChecks', signedWords(['read', 'match', 'wildcard_match', 'brace_match']), {
    since: '2.2.0',
    touches: ['file'],
    doc: 'Which failures of include lines further down are errors that stop the start: read (a file cannot be read), match (no file fits), wildcard_match (no file fits a pattern), brace_match (one alternative in braces has none). With + or - it changes the set, without it replaces it; without any word all four count.',
  }),
  leaf('config_save_dir', 'saveDirectory', text({ what: 'a directory' }), {
    since: '2.2.3',
    touches: ['file'],
    doc: 'Directory that gets a copy of every configuration that was put in force, includes and all. For finding out what was in force when.',
  }),
  leaf('tmp_config_directory', 'temporaryDirectory', text({ what: 'a directory' }), {
    repeat: 'first',
    missing: 'drop',
    since: '2.2.0',
    touches: ['file'],
    idle: 'one process reads the configuration, once',
    doc: 'Directory for the copy of the configuration that all processes of keepalived read from. It is in memory otherwise.',
  }),
  leaf('data_use_instance', 'dumpsByInstance', bool(), {
    default: false,
    since: '2.2.3',
    touches: ['file'],
    doc: "The name of the dump of states also has the names of the network namespace and the instance in it, so that several daemons do not write over each other's.",
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
    exact: 'spoils',
    since: '2.3.2',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Directory of the tables of names of this host. They count before those of iproute_usr_dir.',
  }),
  leaf('state_dump_file', 'stateFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    exact: 'spoils',
    since: '2.3.3',
    touches: ['file'],
    doc: 'File for the dump of states that the signal USR1 asks for, or a directory ending in a slash.',
  }),
  leaf('stats_dump_file', 'statisticsFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'File for the dump of counters that the signal USR2 asks for, or a directory ending in a slash. keepalived reads it and writes to the usual place.',
  }),
  leaf('json_dump_file', 'jsonFile', text({ what: 'a file', filled: true }), {
    missing: 'drop',
    since: '2.3.3',
    touches: ['file'],
    doc: 'File for the dump in JSON, or a directory ending in a slash. keepalived reads it and writes to the usual place.',
  }),
] as const
