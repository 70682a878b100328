import { interfacesOf } from '../interfaces.ts'
import type { Rule } from '../rule.ts'

/** keepalived refuses the file, or waits in FAULT with dynamic_interfaces. */
export const missingInterface: Rule = {
  code: 'host/missing-interface',
  severity: 'error',
  doc: {
    what: 'The host has no interface of that name. Looked up with --facts or --on-host.',
    why: 'keepalived refuses a configuration whose interface is not there, unless dynamic_interfaces says that it may come later; then the instance is in FAULT until it does.',
    example: `vrrp_instance VI_1 {
    interface eth9
    virtual_router_id 51
    virtual_ipaddress {
        198.51.100.10/24
    }
}
`,
    instead: 'Write the name that ip link shows on that host.',
  },
  create: (report, { facts }) => ({
    config(config) {
      if (!facts || config.global.dynamicInterfaces !== undefined) return
      const known = new Set(facts.interfaces.map(({ name }) => name))
      const have = [...known].filter((name) => name !== 'lo').join(', ')
      for (const { name, at } of interfacesOf(config)) {
        if (known.has(name)) continue
        report(`${facts.hostname} has no interface ${name}`, at, have === '' ? {} : { hint: `it has ${have}` })
        known.add(name)
      }
    },
  }),
}
