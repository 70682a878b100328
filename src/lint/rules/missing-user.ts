import type { Span } from '../../base/index.ts'
import { commandsOf } from '../commands.ts'
import type { Rule } from '../rule.ts'

/** keepalived drops the script. */
export const missingUser: Rule = {
  code: 'host/missing-user',
  severity: 'error',
  doc: {
    what: 'A program is to run as a user, or with a group, that the host does not have. Looked up with --facts or --on-host.',
    why: 'keepalived does not run it at all, so what it should watch or tell is not watched or told.',
    example: `global_defs {
    script_user nobody-there
}
`,
    instead: 'Add it to the host, or name one that it has.',
  },
  create: (report, { facts }) => ({
    config(config) {
      if (!facts) return
      const known = { user: new Set(facts.users), group: new Set(facts.groups) }
      const check = (what: 'user' | 'group', name: string | undefined, at: Span) => {
        if (name === undefined || known[what].has(name) || /^\d+$/.test(name)) return
        report(`${facts.hostname} has no ${what} ${name}`, at)
        known[what].add(name)
      }
      const { scriptUser, spans, at } = config.global
      const runners = [{ ...scriptUser, at: spans.scriptUser ?? at }, ...commandsOf(config)]
      for (const { user, group, at: place } of runners) {
        check('user', user, place)
        check('group', group, place)
      }
    },
  }),
}
