import type { Rule } from '../rule.ts'

/** One way of filtering is enough, and nf_tables is in every kernel of this decade. */
export const filtersByIptables: Rule = {
  code: 'lint/filters-by-iptables',
  severity: 'warning',
  doc: {
    what: 'Filtering by iptables or ipsets is asked for, and kac filters by nf_tables.',
    why: 'no_accept and macvlans work all the same, with rules in a table of their own. But the chains and sets that are named here stay empty, and nft shows what iptables does not.',
    example: `global_defs {
    vrrp_iptables VRRP_IN VRRP_OUT
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    no_accept
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Remove the line, or write nftables with a name for the table.',
  },
  create: (report) => ({
    config({ global: { iptables, ipsets, spans, at } }) {
      if (iptables) report('kac filters by nf_tables: iptables chains are left alone', spans.iptables ?? at)
      if (ipsets) report('kac filters by nf_tables: it makes no ipsets', spans.ipsets ?? at)
    },
  }),
}
