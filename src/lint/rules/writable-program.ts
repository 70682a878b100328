import { commandsOf } from '../commands.ts'
import type { Rule } from '../rule.ts'

/** keepalived disables such a script when enable_script_security is set. */
export const writableProgram: Rule = {
  code: 'security/writable-program',
  severity: 'error',
  doc: {
    what: 'A program, or a folder above it, can be written to by others than root. Looked up with --facts or --on-host.',
    why: 'Whoever can change the program decides what runs here, mostly as root. With enable_script_security keepalived does not run it at all.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    notify_master /usr/local/bin/open root
    virtual_ipaddress {
        198.51.100.10/24
    }
}
`,
    instead: 'Give it and the folders above it to root, with mode 0755 or less.',
  },
  create: (report, { facts }) => ({
    config(config) {
      for (const { argv, at } of facts ? commandsOf(config) : []) {
        const [name = ''] = argv
        const writable = facts?.programs[name]?.writable
        if (writable === undefined) continue
        const what = writable === name ? '' : `, and it decides what ${name} is`
        report(`others than root may write to ${writable}${what}`, at, {
          hint: `chown root ${writable}; chmod go-w ${writable}`,
        })
      }
    },
  }),
}
