// From SIGKILL of the master to the address on the other host: kac and keepalived, each against itself, in one run.
// What counts is the time from the last advert, as a ratio to the Master_Down_Interval, which is the best one can do.
import { Kac } from '../test/support/kac.ts'
import { type Host, Lab, until } from '../test/support/lab/index.ts'
import { keepalived } from '../test/support/peers/index.ts'

const address = '192.0.2.100'

interface Program {
  readonly name: string
  /** Starts it and returns what kills all of it at once. */
  start(host: Host, configuration: string): Promise<() => Promise<void>>
}

const programs: readonly Program[] = [
  {
    name: 'kac',
    start: async (host, configuration) => {
      const kac = await Kac.start(host, configuration)
      return () => kac.killAll()
    },
  },
  {
    name: 'keepalived',
    start: async (host, configuration) => {
      const daemon = await keepalived(host, configuration)
      const pids = (await host.sh('cat /run/keepalived*.pid /run/keepalived/*.pid 2>/dev/null || true'))
        .trim()
        .split('\n')
      return async () => {
        for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of pids) process.kill(Number(pid), signal)
        await daemon.exited
      }
    },
  },
]

function configuration(priority: number, interval: number): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int ${interval}
  virtual_ipaddress {
    ${address}/24
  }
}
`
}

interface Sample {
  readonly fromKillMs: number
  readonly fromAdvertMs: number
}

async function failover(program: Program, interval: number): Promise<Sample> {
  await using lab = await Lab.open('bench')
  const [lb1, lb2] = [
    await lab.host('lb1', { eth0: ['192.0.2.1/24'] }),
    await lab.host('lb2', { eth0: ['192.0.2.2/24'] }),
  ]
  await program.start(lb2, configuration(100, interval))
  const kill = await program.start(lb1, configuration(200, interval))
  await until(() => lb1.has(address) && !lb2.has(address), { within: 20_000, what: 'lb1 is master' })
  const wire = await lab.capture('proto 112')
  const monitor = lb2.spawn('ip', ['-ts', 'monitor', 'address'])
  // The crash falls anywhere in the interval.
  await until(() => wire.adverts().length > 2, { within: 5 * interval * 1000 + 1000 })
  await new Promise((resolve) => setTimeout(resolve, Math.random() * interval * 1000))
  const killed = Date.now()
  await kill()
  const added = await until(() => addedAt(monitor.stdout), { within: 10_000, what: 'lb2 has the address' })
  await wire.stop()
  const lastAdvert = Math.max(
    ...wire
      .adverts()
      .filter((advert) => advert.priority === 200)
      .map((advert) => advert.at / 1000),
  )
  return { fromKillMs: added - killed, fromAdvertMs: added - lastAdvert }
}

/** Milliseconds since 1970 at which `ip -ts monitor` saw the address come. */
function addedAt(monitored: string): number | undefined {
  const match = new RegExp(`^\\[(\\S+?)\\.(\\d+)\\] \\d+: eth0\\s+inet ${address}/`, 'm').exec(monitored)
  if (!match) return undefined
  return Date.parse(`${match[1]}Z`) + Number(match[2]) / 1000
}

function row(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(13))).join('')}\n`)
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, middle, high] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)].map((value) =>
    (value ?? 0).toFixed(3),
  )
  return `${low}/${middle}/${high}`
}

process.stdout.write('failover after SIGKILL, v3, one address, priorities 200 and 100: minimum/median/maximum\n')
row(['program', 'advert_int', 'theory ms', 'runs'])
for (const [interval, runs] of [
  [1, 3],
  [0.1, 8],
  [0.01, 8],
] as const) {
  const theory = 1000 * interval * (3 + 156 / 256)
  for (const program of programs) {
    const samples: Sample[] = []
    for (let run = 0; run < runs; run++) samples.push(await failover(program, interval))
    row([program.name, `${interval} s`, theory.toFixed(2), String(runs)])
    process.stdout.write(
      `    from the last advert, ratio to theory   ${spread(samples.map(({ fromAdvertMs }) => fromAdvertMs / theory))}\n`,
    )
    process.stdout.write(
      `    from SIGKILL, ms                         ${spread(samples.map(({ fromKillMs }) => fromKillMs))}\n`,
    )
  }
}
