import { commandsOf } from '../commands.ts'
import type { Rule } from '../rule.ts'

/** keepalived reports it and runs nothing. */
export const unusableProgram: Rule = {
  code: 'host/unusable-program',
  severity: 'error',
  doc: {
    what: 'A program is not on the host, or cannot be executed there. Looked up with --facts or --on-host.',
    why: 'keepalived leaves it out: a vrrp_script is not tracked, a notification is not sent, a MISC_CHECK is not made.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    notify_master "/usr/local/bin/gone now" root
    virtual_ipaddress {
        198.51.100.10/24
    }
}
`,
    instead: 'Install it there and make it executable, or correct its path.',
  },
  create: (report, { facts }) => ({
    config(config) {
      for (const { keyword, argv, at } of facts ? commandsOf(config) : []) {
        const [name = ''] = argv
        const found = facts?.programs[name]
        if (!found)
          report(`nothing is known of ${name}`, at, {
            hint: 'kac facts -f FILE looks for the programs of FILE, where its user may look',
          })
        else if (found.path === undefined) report(`${facts?.hostname} has no ${name} for ${keyword} to run`, at)
        else if (!found.executable)
          report(`${name} is not executable on ${facts?.hostname}: its mode is ${found.mode}`, at, {
            hint: `chmod +x ${found.path}`,
          })
      }
    },
  }),
}
