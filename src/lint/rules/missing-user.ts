import type { Span } from '../../base/index.ts'
import { commandsOf } from '../commands.ts'
import type { Rule } from '../rule.ts'

/** keepalived drops the script. */
export const missingUser: Rule = {
  code: 'host/missing-user',
  severity: 'error',
  doc: {
    what: 'A program is to run as a user that the host does not have. Looked up with --facts or --on-host.',
    why: 'keepalived does not run it at all, so what it should watch or tell is not watched or told.',
    example: `global_defs {
    script_user nobody-there
}
`,
    instead: 'Add the user to the host, or name one that it has.',
  },
  create: (report, { facts }) => ({
    config(config) {
      if (!facts) return
      const known = new Set(facts.users)
      const check = (user: string | undefined, at: Span) => {
        if (user === undefined || known.has(user) || /^\d+$/.test(user)) return
        report(`${facts.hostname} has no user ${user}`, at)
        known.add(user)
      }
      const { scriptUser, spans, at } = config.global
      check(scriptUser?.user, spans.scriptUser ?? at)
      for (const command of commandsOf(config)) check(command.user, command.at)
    },
  }),
}
