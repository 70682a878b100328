import { block, leaf } from '../table.ts'
import { kind, nothing, text } from '../values/index.ts'
import { connection, timing } from './check-common.ts'

export const smtpCheck = block(
  'SMTP_CHECK',
  'checks',
  {
    head: kind('smtp'),
    rows: [
      ...connection,
      ...timing,
      leaf('helo_name', 'helloName', text({ what: 'a name' }), {
        default: 'smtpchecker.keepalived.org',
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.8',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Name said in HELO.',
      }),
      block(
        'host',
        'hosts',
        { head: nothing(), rows: [...connection, ...timing] },
        {
          repeat: 'each',
          since: '1.1.8',
          feature: 'lvs',
          deprecated: 'a SMTP_CHECK of its own',
          tolerated: true,
          touches: ['packet'],
          doc: 'An old form for several targets. keepalived applies what is in it to the check around it and adds one that always fails: write a SMTP_CHECK for each target.',
        },
      ),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.8',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it greets with 220 and takes HELO and QUIT, as a mail server does.',
  },
)
