import { block, leaf } from '../table.ts'
import { domain, kind, oneOf } from '../values/index.ts'
import { connection, from, timing } from './check-common.ts'

export const dnsCheck = block(
  'DNS_CHECK',
  'checks',
  {
    head: kind('dns'),
    rows: [
      ...from('1.3.0', [...connection, ...timing]),
      leaf(
        'type',
        'queryType',
        oneOf(['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA', 'RRSIG', 'DNSKEY'], { anyCase: true }),
        {
          default: 'SOA',
          since: '1.3.0',
          feature: 'lvs',
          touches: ['packet'],
          doc: 'Kind of record that is asked for.',
        },
      ),
      leaf('name', 'queryName', domain(), {
        default: '.',
        repeat: 'first',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Domain whose record is asked for, without a dot at its end.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.3.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it answers a DNS query without an error. What it answers does not matter.',
  },
)
