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
        doc: 'What the priority changes by, instead of its own.',
      }),
      leaf('reverse', 'reverse', constant<boolean>(true), {
        since: '2.0.11',
        doc: 'Good counts as bad and the other way round.',
      }),
      leaf('noreverse', 'reverse', constant<boolean>(false), {
        since: '2.0.11',
        doc: 'Undoes the reverse of what is tracked.',
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
      doc: 'What the priority changes by; 0 for FAULT.',
    }),
    leaf('reverse', 'reverse', flag(), {
      default: false,
      since: '2.0.11',
      doc: 'Up counts as down and the other way round.',
    }),
  ],
} as const

/** What an instance may track. */
export const instanceTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Interfaces that have to be up, or whose state changes the priority.',
  }),
  lines('track_script', 'trackedScripts', tracked(253), {
    since: '1.1.13',
    feature: 'vrrp',
    doc: 'Scripts that have to succeed, or whose result changes the priority.',
  }),
  lines('track_file', 'trackedFiles', tracked(254), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files whose number changes the priority.',
  }),
  lines('track_process', 'trackedProcesses', tracked(254), {
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes that have to run, or whose number changes the priority.',
  }),
  lines('track_bfd', 'trackedBfd', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'BFD sessions that have to be up, or whose state changes the priority.',
  }),
] as const

/** What a sync group may track, for all its members. */
export const groupTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Interfaces that have to be up, or whose state changes the priority.',
  }),
  lines('track_script', 'trackedScripts', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Scripts that have to succeed, or whose result changes the priority.',
  }),
  lines('track_file', 'trackedFiles', tracked(254), {
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files whose number changes the priority.',
  }),
  lines('track_process', 'trackedProcesses', tracked(254), {
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes that have to run, or whose number changes the priority.',
  }),
  lines('track_bfd', 'trackedBfd', tracked(253), {
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'BFD sessions that have to be up, or whose state changes the priority.',
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
        doc: 'The program, with its arguments in one pair of quotes.',
      }),
      leaf('interval', 'interval', seconds({ min: 0.001, max: 4294 }), {
        default: micros(1e6),
        since: '1.1.13',
        feature: 'vrrp',
        doc: 'Time from the start of one run to the next.',
      }),
      leaf('timeout', 'timeout', seconds({ min: 0.001, max: 4294 }), {
        since: '1.2.6',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'After which time a run counts as failed; the interval unless given.',
      }),
      leaf('weight', 'weight', weight({ most: 253, bad: 0, lenient: true }), {
        default: { weight: 0, reverse: false },
        since: '1.1.13',
        feature: 'vrrp',
        doc: 'What the priority changes by; 0 for FAULT when it fails.',
      }),
      leaf('rise', 'rise', int({ min: 1, max: I32 }), {
        default: 1,
        bad: { use: 1 },
        since: '1.1.18',
        feature: 'vrrp',
        doc: 'Successes in a row that make it good.',
      }),
      leaf('fall', 'fall', int({ min: 1, max: I32 }), {
        default: 1,
        bad: { use: 1 },
        since: '1.1.18',
        feature: 'vrrp',
        doc: 'Failures in a row that make it bad.',
      }),
      leaf('user', 'user', account(), {
        since: '1.3.0',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Who the program runs as.',
      }),
      leaf('init_fail', 'initFail', flag(), {
        default: false,
        since: '1.3.2',
        feature: 'vrrp',
        doc: 'Would count it as failed until its first result; has no effect.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.13',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'A program that runs again and again, and whose result instances follow.',
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
        doc: 'The process, and maybe the arguments that it has to have.',
      }),
      leaf('param_match', 'match', optional(oneOf(['initial', 'partial']), 'exact'), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How arguments are compared.',
      }),
      leaf('weight', 'weight', weight({ most: 254 }), {
        default: { weight: 0, reverse: false },
        missing: 'drop',
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'What the priority changes by; 0 for FAULT when it does not run.',
      }),
      leaf('quorum', 'quorum', int({ min: 1, max: 65535 }), {
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'How many have to run at least; 1 unless given.',
      }),
      leaf('quorum_max', 'quorumMax', int({ min: 0, max: 65535 }), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How many may run at most.',
      }),
      leaf('delay', 'delay', delay, {
        default: micros(0),
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Both terminate_delay and fork_delay where they are not given.',
      }),
      leaf('terminate_delay', 'terminateDelay', delay, {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How long too few have to run before that counts.',
      }),
      leaf('fork_delay', 'forkDelay', delay, {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How long enough have to run before that counts.',
      }),
      leaf('full_command', 'fullCommand', flag(), {
        default: false,
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'The whole command line is compared.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'A process that has to run, or whose number instances follow.',
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
        doc: 'The file that has the number.',
      }),
      leaf('weight', 'weight', weight({ most: 254, bad: 1 }), {
        default: { weight: 1, reverse: false },
        missing: 'drop',
        since: '2.1.0',
        feature: 'vrrp or lvs',
        doc: 'What the number is multiplied with; 0 for FAULT when it is not 0.',
      }),
      leaf('init_file', 'initial', initialValue(), {
        since: '2.1.0',
        feature: 'vrrp or lvs',
        touches: ['file'],
        doc: 'Writes a number to the file at the start.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'vrrp or lvs',
    doc: 'A file whose number instances and real servers follow.',
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
        doc: 'The file that has the number.',
      }),
      leaf('weight', 'weight', weight({ most: 254, bad: 1 }), {
        default: { weight: 1, reverse: false },
        missing: 'drop',
        since: '2.0.0',
        feature: 'vrrp',
        doc: 'What the number is multiplied with; 0 for FAULT when it is not 0.',
      }),
      leaf('init_file', 'initial', initialValue(), {
        since: '2.0.0',
        feature: 'vrrp',
        touches: ['file'],
        doc: 'Writes a number to the file at the start.',
      }),
    ],
  },
  { repeat: 'each', since: '2.0.0', feature: 'vrrp', deprecated: 'track_file', doc: 'The old name of track_file.' },
)
