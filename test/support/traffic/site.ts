import { type Host, type Lab, type Running, until } from '../lab/index.ts'

export type Family = 4 | 6

export const families = [4, 6] as const

/** Where the services are. */
export const vip = { 4: '10.0.1.100', 6: '2001:db8:1::100' } as const
const single = { 4: `${vip[4]}/32`, 6: `${vip[6]}/128` } as const

/** Clients and directors are on one network; behind NAT servers are on another one, whose way out is the director. */
const network = (kind: string) => (kind === 'NAT' ? 2 : 1)
const address = {
  4: (net: number, host: number) => `10.0.${net}.${host}`,
  6: (net: number, host: number) => `2001:db8:${net}::${host}`,
}
const addresses = (net: number, host: number) => [`${address[4](net, host)}/24`, `${address[6](net, host)}/64`]

export interface Site {
  readonly directors: readonly Host[]
  readonly client: Host
  /** They have the numbers 11, 12 and so on. */
  readonly servers: readonly Host[]
}

/** `kind` is what stands behind `lb_kind`. */
export async function openSite(lab: Lab, kind: string, directors = 1, servers = 2): Promise<Site> {
  const hosts = (count: number, create: (index: number) => Promise<Host>) =>
    Promise.all(Array.from({ length: count }, (_, index) => create(index)))
  return {
    directors: await hosts(directors, async (index) => {
      const director = await lab.host(`lb${index + 1}`, {
        eth0: { segment: 'front', addresses: addresses(1, index + 1) },
        eth1: { segment: 'back', addresses: addresses(2, index + 1) },
      })
      await director.sh('sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1')
      return director
    }),
    client: await lab.host('client', { eth0: { segment: 'front', addresses: addresses(1, 9) } }),
    servers: await hosts(servers, async (index) => {
      const host = 11 + index
      const net = network(kind)
      const port = { segment: net === 1 ? 'front' : 'back', addresses: addresses(net, host) }
      const server = await lab.host(`s${host}`, { eth0: port })
      await server.sh(prepared(kind, host))
      await serve(server)
      return server
    }),
  }
}

/** Serves until it is killed. */
export async function serve(host: Host): Promise<Running> {
  const running = host.spawn(process.execPath, [new URL('echo.ts', import.meta.url).pathname, host.name])
  await until(() => running.output.includes('ready') || running.exit, { within: 10_000, what: () => running.output })
  return running
}

/** What a server needs to take the packets: a way back, or the address, for which it must not answer. */
function prepared(kind: string, host: number): string {
  if (kind === 'NAT')
    return families.map((family) => `ip -${family} route add default via ${address[family](2, 100)};`).join('')
  return `
    sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2
    ${kind === 'DR' ? '' : opened(kind, host)}
    ip address add ${single[4]} dev lo; ip address add ${single[6]} dev lo`
}

/** The other ends of tunnels over both families. */
function opened(kind: string, host: number): string {
  const tunnel = (name: string, type: string, family: Family) =>
    `ip link add ${name} up type ${type} local ${address[family](1, host)} remote any;`
  if (kind.includes('gre')) return tunnel('gre4', 'gre', 4) + tunnel('gre6', 'ip6gre', 6)
  const plain = tunnel('four4', 'ipip', 4) + tunnel('six4', 'sit', 4) + tunnel('any6', 'ip6tnl mode any', 6)
  return kind.includes('gue') ? `${plain} ip fou add port 6080 gue; ip -6 fou add port 6080 gue` : plain
}

/**
 * The virtual router of the directors. It has the addresses of services and the way out of servers, and is where they
 * come from: the kernel would take a /128 that is not deprecated as the source of a tunnel, and servers have it too.
 */
export function router(priority = 150): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int 0.5
  virtual_ipaddress {
    ${single[4]}
    ${address[4](2, 100)}/32 dev eth1
  }
  virtual_ipaddress_excluded {
    ${single[6]}
    ${address[6](2, 100)}/128 dev eth1
  }
}
`
}

interface ServiceOptions {
  readonly kind: string
  readonly family?: Family
  /** The families of its real servers: each has one of each. Without it they have that of the service. */
  readonly over?: readonly Family[]
  /** Numbers of real servers. */
  readonly servers: readonly number[]
  /** What stands in each of them. */
  readonly check?: string
}

export function service({ kind, family = 4, over = [family], servers, check = '' }: ServiceOptions): string {
  const real = over.flatMap((each) => servers.map((host) => address[each](network(kind), host)))
  return `virtual_server ${vip[family]} 80 {
  lb_algo rr
  lb_kind ${kind}
  protocol TCP
${real.map((server) => `  real_server ${server} 80 {\n${check}  }\n`).join('')}}
`
}
