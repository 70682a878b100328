import { micros } from '../../src/base/index.ts'
import { block, leaf, lines } from '../table.ts'
import {
  account,
  command,
  constant,
  field,
  flag,
  I32,
  initialValue,
  int,
  interfaceName,
  oneOf,
  optional,
  printWord,
  seconds,
  text,
  type ValueType,
  weight,
} from '../values/index.ts'

const delay = seconds({ min: 0.000001, max: 3600 })

/** A process and its arguments. */
function commandLine(): ValueType<readonly string[]> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read: (words) => words.map((word) => word.text),
    print: (values) => values.map(printWord).join(' '),
    describe: () => 'a process, and maybe its arguments',
  }
}

/** A word that does not belong makes an entry useless. */
function tracked<const M extends number>(most: M) {
  return {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('weight', 'weight', int({ min: -most, max: most, outside: 'cut' }), {
        since: '1.1.13',
        doc: 'What it adds to the priority of this instance or group, in place of its own weight.',
      }),
      leaf('reverse', 'reverse', constant<boolean>(true), {
        since: '2.0.11',
        doc: 'Good counts as bad and the other way round, here.',
      }),
      leaf('noreverse', 'reverse', constant<boolean>(false), {
        since: '2.0.11',
        doc: 'Undoes the reverse of what is tracked, here.',
      }),
    ],
  } as const
}

const trackedInterface = {
  head: field('interface', interfaceName()),
  rows: [
    leaf('weight', 'weight', int({ min: -253, max: 253, outside: 'cut' }), {
      default: 0,
      since: '1.0.3',
      doc: 'A positive number is added to the priority while the interface is up, a negative one while it is down. 0 puts the instance in FAULT while it is down.',
    }),
    leaf('reverse', 'reverse', flag(), {
      default: false,
      since: '2.0.11',
      doc: 'Down counts as up and the other way round.',
    }),
  ],
} as const

/** What an instance may track. */
export const instanceTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Interfaces that the instance needs besides its own, one a line: in FAULT while one is down, or with a weight at another priority. The way out to the internet is the usual one.',
  }),
  lines('track_script', 'trackedScripts', tracked(253), {
    since: '1.1.13',
    feature: 'vrrp',
    doc: 'Scripts of vrrp_script whose result the instance follows, one a line: in FAULT while one fails, or with a weight at another priority.',
  }),
  lines('track_file', 'trackedFiles', tracked(254), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files of track_file whose number the instance follows, one a line.',
  }),
  lines('track_process', 'trackedProcesses', tracked(254), {
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes of vrrp_track_process that the instance follows, one a line: in FAULT while too few run, or with a weight at another priority.',
  }),
  lines('track_bfd', 'trackedBfd', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'Sessions of bfd_instance that the instance follows, one a line: in FAULT while one is down, or with a weight at another priority.',
  }),
] as const

/** What a sync group may track, for all its members. */
export const groupTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Interfaces that all members of the group need, one a line. One that is down puts the whole group in FAULT.',
  }),
  lines('track_script', 'trackedScripts', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Scripts of vrrp_script whose result all members of the group follow, one a line.',
  }),
  lines('track_file', 'trackedFiles', tracked(254), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files of track_file whose number all members of the group follow, one a line.',
  }),
  lines('track_process', 'trackedProcesses', tracked(254), {
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes of vrrp_track_process that all members of the group follow, one a line.',
  }),
  lines('track_bfd', 'trackedBfd', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'Sessions of bfd_instance that all members of the group follow, one a line.',
  }),
] as const

export const vrrpScript = block(
  'vrrp_script',
  'vrrpScripts',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('script', 'script', command({ alone: true }), {
        required: true,
        missing: 'drop',
        since: '1.1.13',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'The program, with its arguments in one pair of quotes. Status 0 is success. It runs without a shell, so pipes and variables need sh -c or a file.',
      }),
      leaf('interval', 'interval', seconds({ min: 0.001, max: 4294 }), {
        default: micros(1e6),
        since: '1.1.13',
        feature: 'vrrp',
        doc: 'Seconds from the start of one run to the start of the next. A run that takes longer delays the next one.',
      }),
      leaf('timeout', 'timeout', seconds({ min: 0.001, max: 4294 }), {
        since: '1.2.6',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Seconds after which a run is ended and counts as failed; the interval unless given.',
      }),
      leaf('weight', 'weight', weight({ most: 253, bad: 0, lenient: true }), {
        default: { weight: 0, reverse: false },
        since: '1.1.13',
        feature: 'vrrp',
        doc: 'What instances that follow the script add to their priority: a positive number while it succeeds, a negative one while it fails. 0 puts them in FAULT while it fails. A weight has to be larger than the distance between the priorities of the hosts to move the role.',
      }),
      leaf('rise', 'rise', int({ min: 1, max: I32 }), {
        default: 1,
        bad: { use: 1 },
        since: '1.1.18',
        feature: 'vrrp',
        doc: 'Successes in a row after which a failed script counts as good again.',
      }),
      leaf('fall', 'fall', int({ min: 1, max: I32 }), {
        default: 1,
        bad: { use: 1 },
        since: '1.1.18',
        feature: 'vrrp',
        doc: 'Failures in a row after which a good script counts as failed, so that one slow answer moves nothing.',
      }),
      leaf('user', 'user', account(), {
        since: '1.3.0',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'User, and maybe group, that the program runs as; script_user unless given.',
      }),
      leaf('init_fail', 'initFail', flag(), {
        default: false,
        since: '1.3.2',
        feature: 'vrrp',
        doc: 'Meant to count the script as failed until its first result. In keepalived it has no effect.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.13',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'A program that runs again and again, and whose result instances and groups follow with track_script. It has to stand above them. One that nothing follows is not run.',
  },
)

export const vrrpTrackProcess = block(
  'vrrp_track_process',
  'trackProcesses',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('process', 'process', commandLine(), {
        required: true,
        repeat: 'first',
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Name or path of the process, and maybe the arguments that it has to have.',
      }),
      leaf('param_match', 'match', optional(oneOf(['initial', 'partial']), 'exact'), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How the arguments of process are compared: initial for those that begin so, partial for those that contain it, all of them and no others without a word.',
      }),
      leaf('weight', 'weight', weight({ most: 254 }), {
        repeat: 'first',
        default: { weight: 0, reverse: false },
        missing: 'drop',
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'What instances that follow the process add to their priority: a positive number while enough run, a negative one while they do not. 0 puts them in FAULT while they do not.',
      }),
      leaf('quorum', 'quorum', int({ min: 1, max: 65535 }), {
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'How many such processes have to run at least; 1 unless given.',
      }),
      leaf('quorum_max', 'quorumMax', int({ min: 0, max: 65535 }), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How many such processes may run at most. 0 means that none may.',
      }),
      leaf('delay', 'terminateDelay', delay, {
        default: micros(0),
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Sets terminate_delay and fork_delay at once.',
      }),
      leaf('terminate_delay', 'terminateDelay', delay, {
        default: micros(0),
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'Seconds that too few have to run before that counts, so that a restart of the service moves nothing.',
      }),
      leaf('fork_delay', 'forkDelay', delay, {
        default: micros(0),
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'Seconds that enough have to run before that counts, so that the service can get ready.',
      }),
      leaf('full_command', 'fullCommand', flag(), {
        default: false,
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Compares the whole command line, not the name of the process alone, which has at most 15 bytes.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'A process that has to run, found by its name. The kernel tells when it starts and ends, so no program runs to look.',
  },
)

export const trackFile = block(
  'track_file',
  'trackFiles',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('file', 'file', text({ what: 'a file' }), {
        required: true,
        repeat: 'first',
        missing: 'drop',
        since: '2.1.0',
        feature: 'vrrp or lvs',
        doc: 'The file. The first number in it counts; without a file or a number that is 0. Its directory has to be there.',
      }),
      leaf('weight', 'weight', weight({ most: 254, bad: 1 }), {
        repeat: 'first',
        default: { weight: 1, reverse: false },
        missing: 'drop',
        since: '2.1.0',
        feature: 'vrrp or lvs',
        doc: 'What the number is multiplied with before instances add it to their priority or servers to their weight. 0 puts instances in FAULT and servers out of use while the number is not 0.',
      }),
      leaf('init_file', 'initial', initialValue(), {
        since: '2.1.0',
        feature: 'vrrp or lvs',
        touches: ['file'],
        doc: 'Writes a number to the file at the start, so that it is there; over one that is there already only with overwrite. 0 without a number.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'vrrp or lvs',
    doc: 'A file whose number instances, groups and real servers follow. Whatever can write a file can so move a role or drain a server: echo -20 > FILE.',
  },
)

export const oldTrackFile = block(
  'vrrp_track_file',
  'trackFiles',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('file', 'file', text({ what: 'a file' }), {
        required: true,
        repeat: 'first',
        missing: 'drop',
        since: '2.0.0',
        feature: 'vrrp',
        doc: 'The file. The first number in it counts; without a file or a number that is 0. Its directory has to be there.',
      }),
      leaf('weight', 'weight', weight({ most: 254, bad: 1 }), {
        repeat: 'first',
        default: { weight: 1, reverse: false },
        missing: 'drop',
        since: '2.0.0',
        feature: 'vrrp',
        doc: 'What the number is multiplied with before instances add it to their priority or servers to their weight. 0 puts instances in FAULT and servers out of use while the number is not 0.',
      }),
      leaf('init_file', 'initial', initialValue(), {
        since: '2.0.0',
        feature: 'vrrp',
        touches: ['file'],
        doc: 'Writes a number to the file at the start, so that it is there; over one that is there already only with overwrite. 0 without a number.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'vrrp',
    deprecated: 'track_file',
    doc: 'The name of track_file before 2.1.0.',
  },
)
