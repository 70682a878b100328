import type { Rule } from '../rule.ts'

const copied = /@firewall\.loc$/i
const server = '192.168.200.1'

/** The mail settings that the sample file has. */
export const tutorialMail: Rule = {
  code: 'lint/tutorial-mail',
  severity: 'note',
  doc: {
    what: 'Mail goes to an address, or by a server, of the sample file.',
    why: 'Nobody reads it: the domain and the server are made up. With smtp_alert each change of state tries to reach them.',
    example: `global_defs {
    notification_email {
        sysadmin@firewall.loc
    }
    notification_email_from lb1@example.net
    smtp_server 192.168.200.1
}
`,
    instead: 'Write your own addresses and server, or remove the notification_email block and smtp_server.',
  },
  create: (report) => ({
    config({ global: { mailTo, mailServer, mailFrom, spans, at } }) {
      const name = mailTo.find((address) => copied.test(address)) ?? (mailFrom && copied.test(mailFrom) ? mailFrom : '')
      if (name !== '') {
        report(`${name} is from the sample file, and nobody reads it`, spans.mailTo ?? spans.mailFrom ?? at)
      } else if (mailServer?.host === server)
        report(`smtp_server ${server} is from the sample file`, spans.mailServer ?? at)
    },
  }),
}
