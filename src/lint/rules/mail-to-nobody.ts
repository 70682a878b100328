import type { Span } from '../../base/index.ts'
import type { Rule } from '../rule.ts'

/** keepalived sends no mail then, and says nothing. */
export const mailToNobody: Rule = {
  code: 'lint/mail-to-nobody',
  severity: 'warning',
  doc: {
    what: 'smtp_alert is set, and there is nobody to send mail to.',
    why: 'Without a notification_email block in global_defs no alert is ever sent.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    smtp_alert
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'List the addresses in notification_email and write smtp_server, or remove smtp_alert.',
  },
  create: (report) => ({
    config({ global, vrrpInstances, syncGroups, virtualServers }) {
      if (global.mailTo.length > 0) return
      const written = (blocks: readonly { readonly mailAlerts?: boolean | undefined; readonly spans: Spans }[]) =>
        blocks.flatMap(({ mailAlerts, spans }) => (mailAlerts && spans.mailAlerts ? [spans.mailAlerts] : []))
      const [first] = [
        ...written([global, ...vrrpInstances, ...syncGroups, ...virtualServers]),
        ...written(virtualServers.flatMap(({ realServers }) => realServers)),
      ]
      if (first)
        report('smtp_alert has nobody to write to', first, {
          hint: 'list addresses in notification_email of global_defs, or remove smtp_alert',
        })
    },
  }),
}

interface Spans {
  readonly mailAlerts?: Span | undefined
}
