import { block, derived, leaf } from '../table.ts'
import { bool, kind, reference } from '../values/index.ts'

export const bfdCheck = block(
  'BFD_CHECK',
  'checks',
  {
    head: kind('bfd'),
    rows: [
      leaf('name', 'name', reference('bfd_instance', { max: 31 }), {
        required: true,
        repeat: 'first',
        exact: 'spoils',
        since: '2.0.0',
        feature: 'lvs, bfd',
        touches: ['packet'],
        doc: 'Name of the bfd_instance. It has to stand above, and must not be for vrrp alone.',
      }),
      leaf('alpha', 'alpha', bool(), {
        default: derived,
        since: '2.0.0',
        feature: 'lvs, bfd',
        touches: ['ipvs'],
        doc: 'The server counts as failed until the session is up. Without it, it is in use for a moment at every start.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'lvs, bfd',
    touches: ['ipvs'],
    doc: 'The server is alive while a BFD session with it is up: a dead link is found in milliseconds.',
  },
)
