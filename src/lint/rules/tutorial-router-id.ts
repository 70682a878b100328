import type { Rule } from '../rule.ts'

const copied = new Set(['LVS_DEVEL', 'LVS_MASTER', 'LVS_BACKUP', 'LVS_DEVEL1', 'LVS_DEVEL_1'])

/** The name that the sample file gives the host. */
export const tutorialRouterId: Rule = {
  code: 'lint/tutorial-router-id',
  severity: 'note',
  doc: {
    what: 'router_id is the one of the sample file.',
    why: 'It names the host in mails and SNMP. With the name of the sample file nobody can tell which host wrote.',
    example: `global_defs {
    router_id LVS_DEVEL
}
`,
    instead: "Remove the line: the host's own name is the default.",
  },
  create: (report) => ({
    config({ global: { routerId, spans, at } }) {
      if (routerId !== undefined && copied.has(routerId))
        report(`router_id ${routerId} is from the sample file and does not tell hosts apart`, spans.routerId ?? at)
    },
  }),
}
