import { micros } from '../../src/base/index.ts'
import { block, derived, leaf } from '../table.ts'
import { anyWords, field, flag, int, oneOf, optional, seconds, text, weight } from '../values/index.ts'

const delay = seconds({ min: 0.000001, max: 3600 })

export const vrrpTrackProcess = block(
  'vrrp_track_process',
  'trackProcesses',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('process', 'process', anyWords('a process, and maybe its arguments'), {
        required: true,
        repeat: 'first',
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Name or path of the process, and maybe the arguments that it has to have.',
      }),
      leaf('param_match', 'match', optional(oneOf(['initial', 'partial']), 'exact'), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How the arguments of process are compared: partial where these have to come first, initial where the last of them may go on too; without it, or with exact, they are all that there are.',
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
        default: derived,
        adjusted: 0,
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'How many such processes have to run at least; 1 unless given.',
      }),
      leaf('quorum_max', 'quorumMax', int({ min: 0, max: 65535 }), {
        since: '2.0.16',
        feature: 'vrrp, track-process',
        doc: 'How many such processes may run at most. 0 means that none may.',
      }),
      leaf('delay', 'delay', delay, {
        default: micros(0),
        since: '2.0.11',
        feature: 'vrrp, track-process',
        doc: 'Both terminate_delay and fork_delay, where they are not given.',
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
