import { block, leaf } from '../table.ts'
import { nothing, secret, text } from '../values/index.ts'

export const sslSettings = block(
  'SSL',
  'ssl',
  {
    head: nothing(),
    rows: [
      leaf('password', 'password', secret({ max: 1024 }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        doc: 'Pass phrase of the key file.',
      }),
      leaf('ca', 'authorities', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of certificate authorities, in PEM. keepalived loads it, and verifies no server with it.',
      }),
      leaf('certificate', 'certificate', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the certificate, with its chain, that checks show to servers that ask for one, in PEM.',
      }),
      leaf('key', 'key', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the private key of that certificate, in PEM.',
      }),
    ],
  },
  {
    repeat: 'last',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet', 'file'],
    doc: 'What SSL_GET checks use to identify themselves. A file that cannot be loaded ends keepalived, where there is an SSL_GET.',
  },
)
