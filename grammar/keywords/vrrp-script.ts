import { micros } from '../../src/base/index.ts'
import { block, leaf } from '../table.ts'
import { account, command, field, flag, I32, int, seconds, text, weight } from '../values/index.ts'

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
