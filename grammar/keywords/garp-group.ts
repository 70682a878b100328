import { block, leaf, words } from '../table.ts'
import { interfaceName, nothing, seconds } from '../values/index.ts'

export const garpGroup = block(
  'garp_group',
  'garpGroups',
  {
    head: nothing(),
    rows: [
      leaf('garp_interval', 'garpInterval', seconds({ min: 0, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time in seconds between two gratuitous ARP packets on all interfaces of the group together.',
      }),
      leaf('gna_interval', 'gnaInterval', seconds({ min: 0, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time in seconds between two unsolicited neighbour advertisements on all interfaces of the group together.',
      }),
      leaf('interface', 'interfaces', interfaceName(), {
        repeat: 'each',
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'An interface of the group. It may stand more than once.',
      }),
      words('interfaces', 'interfaces', interfaceName(), {
        filled: true,
        unique: true,
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'Interfaces of the group, any number of words.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Interfaces that lead to one switch, and the pace at which all of them together announce addresses, so that the switch is not flooded at a failover.',
  },
)
