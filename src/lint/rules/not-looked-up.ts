import { commandsOf } from '../commands.ts'
import { interfacesOf } from '../interfaces.ts'
import type { Rule } from '../rule.ts'

/** One note for all that only the host can tell. */
export const notLookedUp: Rule = {
  code: 'host/not-looked-up',
  severity: 'note',
  doc: {
    what: 'Interfaces, programs and users are those of the host, and kac was not told what that has.',
    why: 'Whether they are there cannot be judged on another machine, and keepalived refuses or leaves out what needs them.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        198.51.100.10/24
    }
}
`,
    instead:
      'Print what the host has with kac facts there, and judge with --facts FILE; or run kac lint --on-host on it. --ignore host says that it need not be known.',
  },
  create: (report, { facts, elsewhere }) => ({
    config(config) {
      if (facts || !elsewhere) return
      const interfaces = interfacesOf(config)
      const commands = commandsOf(config)
      const { scriptUser, spans, at } = config.global
      const names = [
        ...interfaces.map(({ name }) => name),
        ...commands.map(({ argv: [program = ''] }) => program),
        ...(scriptUser ? [`user ${scriptUser.user}`] : []),
      ]
      const place = interfaces[0]?.at ?? commands[0]?.at ?? spans.scriptUser ?? at
      const different = [...new Set(names)]
      if (different.length === 0) return
      report(
        `not looked up, because only the host can tell: ${different.slice(0, SHOWN).join(', ')}${rest(different)}`,
        place,
        {
          hint: 'kac facts prints what a host has, for --facts; --on-host looks here',
        },
      )
    },
  }),
}

const SHOWN = 4

function rest({ length }: readonly string[]): string {
  return length > SHOWN ? ` and ${length - SHOWN} more` : ''
}
