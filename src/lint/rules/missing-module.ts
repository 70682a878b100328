import type { Rule } from '../rule.ts'

/** Without ip_vs keepalived's checker process stops. */
export const missingModule: Rule = {
  code: 'host/missing-module',
  severity: 'error',
  doc: {
    what: 'The kernel of the host does not have what the configuration needs. Looked up with --facts or --on-host.',
    why: 'Virtual servers are IPVS services, and each scheduler is a module. Without them nothing is balanced.',
    example: `virtual_server 192.0.2.10 80 {
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
    instead: 'Install a kernel with the module. In a container the host has to have it loaded.',
  },
  create: (report, { facts }) => ({
    config({ virtualServers }) {
      if (!facts) return
      const known = new Set(facts.modules)
      const [first] = virtualServers
      if (first && !known.has('ip_vs')) report(`the kernel of ${facts.hostname} has no ip_vs`, first.at)
      // A kernel may have schedulers in it that it does not name.
      if (!facts.modules.some((name) => name.startsWith('ip_vs_'))) return
      for (const { scheduler, spans, at } of virtualServers) {
        const name = `ip_vs_${scheduler}`
        if (known.has(name)) continue
        report(`the kernel of ${facts.hostname} has no ${name}`, spans.scheduler ?? at)
        known.add(name)
      }
    },
  }),
}
