import type { Config } from '../../bind/index.ts'
import { commandsOf } from '../commands.ts'
import type { Rule } from '../rule.ts'

/** keepalived warns at the start, and refuses scripts of others once the setting is there. */
export const scriptsAsRoot: Rule = {
  code: 'security/scripts-as-root',
  severity: 'warning',
  doc: {
    what: 'Programs are run, and neither script_user nor enable_script_security is set.',
    why: 'They run as root, unless the host has a user keepalived_script. Whoever may write to one of them, or to a folder above it, is root.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    notify_master /usr/local/bin/become-master
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead:
      'Write script_user NAME and enable_script_security in global_defs, above the first script. Where root is needed, script_user root says that it is meant.',
  },
  create: (report, { facts, hasDefaultUser }) => ({
    config(config) {
      const { global } = config
      const [first, ...others] = commandsOf(config).filter(({ user }) => user === undefined)
      if (!first || isDecided(global)) return
      const isThere = facts?.users.includes('keepalived_script') ?? hasDefaultUser?.()
      if (isThere) return
      const what = others.length === 0 ? 'this program runs' : `this program and ${others.length} more run`
      const unless = isThere === undefined ? ', unless the host has a user keepalived_script' : ''
      report(`${what} as root${unless}`, first.at, {
        hint: 'write script_user and enable_script_security in global_defs',
      })
    },
  }),
}

function isDecided({ scriptUser, scriptSecurity }: Config['global']): boolean {
  return scriptUser !== undefined || scriptSecurity
}
