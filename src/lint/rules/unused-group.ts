import type { Rule } from '../rule.ts'

/** keepalived says nothing of it. */
export const unusedGroup: Rule = {
  code: 'lint/unused-group',
  severity: 'warning',
  unanimous: true,
  doc: {
    what: 'A virtual_server_group or a track_group that nothing uses.',
    why: 'Its addresses are not served, or nothing goes to FAULT because of it. Mostly the name is spelt differently where it should be used.',
    example: `virtual_server_group web {
    192.0.2.10 80
}
virtual_server 192.0.2.10 80 {
    delay_loop 5
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`,
    instead: 'Use it, as virtual_server group NAME or as track_group NAME on a static line, or remove it.',
  },
  create: (report) => ({
    config({ serverGroups, virtualServers, trackGroups, staticAddresses, staticRoutes, staticRules }) {
      const served = new Set(virtualServers.map(({ service }) => (service.kind === 'group' ? service.group : '')))
      const tracked = [...staticAddresses, ...staticRoutes, ...staticRules].map(({ trackGroup }) => trackGroup)
      // Without any service they are a file to be included.
      const unserved = virtualServers.length === 0 ? [] : serverGroups.filter((group) => !served.has(group.name))
      for (const { name, at } of unserved)
        report(`no virtual_server uses virtual_server_group ${name}`, at, {
          hint: `name it in a virtual_server group ${name}, or remove it`,
        })
      for (const { name, at } of trackGroups.filter((group) => !tracked.includes(group.name)))
        report(`no static address, route or rule uses track_group ${name}`, at)
    },
  }),
}
