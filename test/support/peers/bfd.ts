import { setPriority } from 'node:os'
import { familyOf, type Ip } from '../../../src/base/index.ts'
import { type Host, type Running, until } from '../lab/index.ts'
import { frrDaemon, startZebra } from './frr.ts'
import { keepalived } from './keepalived.ts'

/** One session as the host that runs it sees it. */
export interface BfdSession {
  readonly local: string
  readonly neighbor: string
  readonly intervalMs: number
  readonly multiplier: number
  readonly multihop?: boolean
}

/** `bfd_instance link` for keepalived and kac. */
export function bfdInstance({ local, neighbor, intervalMs, multiplier, multihop }: BfdSession, more = ''): string {
  return `bfd_instance link {
  neighbor_ip ${neighbor}
  source_ip ${local}
  min_rx ${intervalMs}
  min_tx ${intervalMs}
  multiplier ${multiplier}
  ${multihop ? 'multihop\n  max_hops 5' : ''}
  ${more}
}
`
}

/** keepalived runs sessions only where something may track them. */
export function keepalivedBfd(host: Host, session: BfdSession, more = ''): Promise<Running> {
  const router = `vrrp_instance VI_9 {
  interface eth0
  virtual_router_id 9
  virtual_ipaddress {
    192.0.2.199/32
  }
  track_bfd {
    link
  }
}
`
  return keepalived(host, bfdInstance(session, more) + router)
}

export async function frrBfdd(host: Host, session: BfdSession): Promise<Running> {
  const { local, neighbor, intervalMs, multiplier, multihop } = session
  await startZebra(host)
  return frrDaemon(host, 'bfdd', [
    'bfd',
    ` peer ${neighbor} ${multihop ? 'multihop ' : ''}local-address ${local}${multihop ? '' : ' interface eth0'}`,
    `  receive-interval ${intervalMs}`,
    `  transmit-interval ${intervalMs}`,
    `  detect-multiplier ${multiplier}`,
    '  no shutdown',
  ])
}

export async function bird(host: Host, session: BfdSession): Promise<Running> {
  const { local, neighbor, intervalMs, multiplier, multihop } = session
  const times = `min rx interval ${intervalMs} ms; min tx interval ${intervalMs} ms; idle tx interval 1 s; multiplier ${multiplier};`
  const dev = multihop || familyOf(neighbor as Ip) === 4 ? '' : ' dev "eth0"'
  const file = host.write(
    'bird.conf',
    `router id 192.0.2.2;
protocol device {}
protocol bfd {
  interface "*" { ${times} };
  multihop { ${times} };
  neighbor ${neighbor}${dev} local ${local}${multihop ? ' multihop' : ''};
}
`,
  )
  const running = host.spawn('bird', ['-f', '-c', file, '-s', '/run/bird.ctl'])
  // A busy machine is no neighbour that goes down.
  setPriority(running.pid, -20)
  const answers = async () =>
    running.exit || (await host.run('birdc', ['-s', '/run/bird.ctl', 'show', 'status'])).code === 0
  await until(answers, { within: 5000, what: () => running.output })
  if (running.exit) throw new Error(`bird ended: ${running.output}`)
  return running
}
