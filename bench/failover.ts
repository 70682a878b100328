// From SIGKILL of the master to the address on the other host: kac and keepalived, each against itself, in one run.
// What counts is the time from the last advert, as a ratio to the Master_Down_Interval, which is the best one can do.
import { Lab, until } from '../test/support/lab/index.ts'
import { type Program, programs } from './support/programs.ts'
import { spread, table } from './support/table.ts'

const address = '192.0.2.100'
const row = table(12, 12, 11, 6, 24, 24)

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

async function failover({ start }: Program, interval: number): Promise<Sample> {
  await using lab = await Lab.open('bench')
  const [lb1, lb2] = [
    await lab.host('lb1', { eth0: ['192.0.2.1/24'] }),
    await lab.host('lb2', { eth0: ['192.0.2.2/24'] }),
  ]
  await start(lb2, configuration(100, interval))
  await start(lb1, configuration(200, interval))
  await until(() => lb1.has(address) && !lb2.has(address), { within: 20_000, what: 'lb1 is master' })
  const wire = await lab.capture('proto 112')
  const monitor = lb2.spawn('ip', ['-ts', 'monitor', 'address'])
  // The crash falls anywhere in the interval.
  await until(() => wire.adverts().length > 2, { within: 5 * interval * 1000 + 1000 })
  await new Promise((resolve) => setTimeout(resolve, Math.random() * interval * 1000))
  const killed = Date.now()
  await lb1.powerCut()
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

const plan = [
  { interval: 1, runs: 3 },
  { interval: 0.1, runs: 8 },
  { interval: 0.01, runs: 8 },
]

process.stdout.write('Failover after SIGKILL: v3, one address, priorities 200 and 100; minimum / median / maximum\n')
row('advert_int', 'program', 'theory ms', 'runs', 'from last advert, x', 'from SIGKILL, ms')
for (const { interval, runs } of plan) {
  const theory = 1000 * interval * (3 + 156 / 256)
  for (const program of programs) {
    const samples: Sample[] = []
    for (let run = 0; run < runs; run++) samples.push(await failover(program, interval))
    const ratios = samples.map(({ fromAdvertMs }) => fromAdvertMs / theory)
    const fromKill = samples.map(({ fromKillMs }) => fromKillMs)
    row(`${interval} s`, program.name, theory.toFixed(1), `${runs}`, spread(ratios, 3), spread(fromKill, 0))
  }
}
