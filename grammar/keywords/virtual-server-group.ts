import { block, leaf } from '../table.ts'
import { addressRange, field, groupMark, text } from '../values/index.ts'

export const serverGroup = block(
  'virtual_server_group',
  'serverGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('fwmark', 'marks', groupMark(), {
        repeat: 'each',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'A firewall mark of the group, and the family of its packets where the group has both.',
      }),
      leaf('', 'addresses', addressRange(), {
        repeat: 'each',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs', 'nftables'],
        doc: 'Addresses of the group, one stretch a line: an address, a network, or FIRST-LAST with the last part or the whole of the last address; and maybe a port.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs', 'nftables'],
    doc: 'Addresses and firewall marks under a name, which virtual servers use in place of an address. One set of checks and one quorum then stand for all of them.',
  },
)
