import { type Cidr, type Family, familyOf, type Ip } from '../../base/index.ts'
import { contains, parseNetwork } from '../networks.ts'
import type { Rule } from '../rule.ts'

/** What Linux has for gc_thresh3 unless it was set (net/ipv4/arp.c, net/ipv6/ndisc.c). */
const NEIGHBOURS_MAX = 1024

/** The kernel says so in its log alone: neighbour table overflow. */
export const crowdedNeighbours: Rule = {
  code: 'lint/crowded-neighbours',
  severity: 'note',
  doc: {
    what: `More than ${NEIGHBOURS_MAX} real servers are on the link: those of DR and, where the networks of the host are known, those in them.`,
    why: `Linux keeps ${NEIGHBOURS_MAX} neighbours of a family unless it is told otherwise. Whoever is one too many cannot be reached, and its checks fail, now and then and each time another one.`,
    example: `$SERVER= \\
real_server 2001:db8::$N 80 { \\
TCP_CHECK { \\
connect_timeout 3 \\
} \\
}
virtual_server 2001:db8::ffff 80 {
    delay_loop 5
    lb_algo rr
    lb_kind DR
    protocol TCP
    ~SEQ(N,1,1100) $SERVER
}
`,
    instead:
      'Set net.ipv4.neigh.default.gc_thresh3, or that of ipv6, to twice the servers. If it is set already, leave the note out with a comment.',
  },
  create: (report, { networks }) => {
    const on = [...(networks?.values() ?? [])].flat().flatMap((text) => parseNetwork(text) ?? [])
    const neighbours: Record<Family, Set<Ip>> = { 4: new Set(), 6: new Set() }
    return {
      realServer({ address, forwarding, at }) {
        const family = familyOf(address)
        const known = neighbours[family]
        if (known.has(address) || !(forwarding.method === 'DR' || isIn(address, on))) return
        known.add(address)
        if (known.size !== NEIGHBOURS_MAX + 1) return
        report(`it is the ${known.size}th real server on the link, and Linux keeps ${NEIGHBOURS_MAX} neighbours`, at, {
          hint: `set net.ipv${family}.neigh.default.gc_thresh3 to twice the servers`,
        })
      },
    }
  },
}

function isIn(address: Ip, networks: readonly Cidr[]): boolean {
  return networks.some((one) => familyOf(one.address) === familyOf(address) && contains(one, address))
}
