import type { Rule } from '../rule.ts'

/** The kernel looks for a persistent server first and schedules per packet after. */
export const persistentPackets: Rule = {
  code: 'lint/persistent-packets',
  severity: 'warning',
  doc: {
    what: 'A service has both persistence and ops.',
    why: 'Persistence keeps a client on one server; ops picks a server for each packet anew. They want the opposite.',
    example: `virtual_server 192.0.2.10 53 {
    lb_algo rr
    lb_kind NAT
    protocol UDP
    ops
    persistence_timeout 60
    real_server 10.0.0.11 53 {
    }
}
`,
    instead: 'Keep one of the two.',
  },
  create: (report) => ({
    virtualServer({ onePacket, persistence, spans, at }) {
      if (onePacket && persistence !== undefined)
        report('ops and persistence_timeout contradict each other', spans.onePacket ?? at, {
          ...(spans.persistence && { related: [{ span: spans.persistence, message: 'persistence is set here' }] }),
        })
    },
  }),
}
