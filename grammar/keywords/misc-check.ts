import { block, derived, leaf } from '../table.ts'
import { account, command, flag, kind, wholeSeconds } from '../values/index.ts'
import { timing } from './check-common.ts'

export const miscCheck = block(
  'MISC_CHECK',
  'checks',
  {
    head: kind('misc'),
    rows: [
      ...timing,
      leaf('misc_path', 'command', command({ alone: true }), {
        required: true,
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'The program, with its arguments in one pair of quotes. Status 0 means alive. It runs without a shell.',
      }),
      leaf('misc_timeout', 'timeout', wholeSeconds({ min: 0, max: 4294 }), {
        default: derived,
        since: '1.1.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'Seconds after which a run is ended and counts as failed; delay_loop unless given.',
      }),
      leaf('misc_dynamic', 'dynamic', flag(), {
        default: false,
        since: '1.1.8',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Status 2 to 255 of the program means alive with a weight of the status less 2, so that a busy server can ask for fewer connections.',
      }),
      leaf('user', 'user', account(), {
        missing: 'drop',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'User, and maybe group, that the program runs as; script_user unless given.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'The server is alive when a program says so. For everything that the other checks do not know.',
  },
)
