import { familyOf, type Ip, virtualRouterMac } from '../../../src/base/index.ts'
import { type Host, type Running, until } from '../lab/index.ts'

export interface FrrRouter {
  readonly dev?: string
  readonly vrid: number
  readonly version: 2 | 3
  readonly priority?: number
  /** A multiple of 10; for version 2 of 1000. */
  readonly intervalMs?: number
  readonly preempt?: boolean
  /** Virtual addresses, without prefix lengths. */
  readonly addresses: readonly string[]
}

/**
 * Starts FRR's vrrpd with one virtual router, and the zebra that it needs. FRR wants the interface that carries the
 * virtual router MAC to be there with its addresses, and holds it down while it is Backup.
 */
export async function frrVrrpd(host: Host, router: FrrRouter): Promise<Running> {
  await host.sh(interfaces(router))
  await startZebra(host)
  return frrDaemon(host, 'vrrpd', configuration(router))
}

export async function startZebra(host: Host): Promise<void> {
  await host.sh('install -d -o frr -g frr /run/frr')
  const zebra = host.spawn('zebra', [...quiet, '-f', '/dev/null'])
  await listening(host, zebra, '/run/frr/zserv.api')
}

/** After startZebra(). Returns when the daemon has read these lines. */
export async function frrDaemon(host: Host, name: string, lines: readonly string[]): Promise<Running> {
  // The daemons run as the user frr, which may not look into the host's folder.
  const file = host.write(`${name}.conf`, `${lines.join('\n')}\n`)
  await host.sh(`install -o frr -g frr ${file} /run/frr`)
  const daemon = host.spawn(name, [...quiet, '-f', `/run/frr/${name}.conf`])
  await listening(host, daemon, `/run/frr/${name}.vty`)
  return daemon
}

const quiet = ['--vty_port', '0', '--log', 'stdout']

async function listening(host: Host, daemon: Running, socket: string): Promise<void> {
  const there = async () => (await host.run('test', ['-S', socket])).code === 0
  await until(async () => daemon.exit || (await there()), { within: 10_000, what: () => daemon.output })
  if (daemon.exit) throw new Error(`an FRR daemon ended: ${daemon.output}`)
}

function interfaces({ dev = 'eth0', vrid, addresses }: FrrRouter): string {
  const carriers = new Map(
    addresses.map((address) => [familyOf(address as Ip), `vrrp${familyOf(address as Ip)}-${vrid}`]),
  )
  const links = [...carriers].map(([family, name]) => {
    const mac = virtualRouterMac(family, vrid)
    // An earlier run that was killed left it behind.
    return `ip link delete ${name} 2>/dev/null || true
      ip link add ${name} link ${dev} address ${mac} type macvlan mode bridge
      echo 0 > /proc/sys/net/ipv6/conf/${name}/accept_dad
      ip link set ${name} up`
  })
  const holds = addresses.map((address) => {
    const family = familyOf(address as Ip)
    return `ip address add ${address}/${family === 4 ? 32 : 128} dev ${carriers.get(family)}`
  })
  return [...links, ...holds].join('\n')
}

function configuration({ dev = 'eth0', vrid, version, priority = 100, ...rest }: FrrRouter): string[] {
  const { intervalMs = 1000, preempt = true, addresses } = rest
  return [
    `interface ${dev}`,
    ` vrrp ${vrid} version ${version}`,
    ` vrrp ${vrid} priority ${priority}`,
    ` vrrp ${vrid} advertisement-interval ${intervalMs}`,
    ` ${preempt ? '' : 'no '}vrrp ${vrid} preempt`,
    ...addresses.map((address) => ` vrrp ${vrid} ${familyOf(address as Ip) === 4 ? 'ip' : 'ipv6'} ${address}`),
  ]
}
