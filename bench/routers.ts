// Many virtual routers in their everyday life: what they cost, and how even their adverts come.
import { type Advert, Lab, until } from '../test/support/lab/index.ts'
import { type Program, programs } from './support/programs.ts'
import { addressAt, configuration } from './support/routers.ts'
import { quantile, table } from './support/table.ts'
import { usageOn } from './support/usage.ts'

const ROUTERS = 250
const row = table(12, 12, 22, 24, 30, 10, 20)

interface Life {
  /** Microseconds of the role's process for each advert. */
  readonly sent: number
  readonly received: number
  /** Milliseconds from when an advert should have come to when it came. */
  readonly late: readonly number[]
  readonly missed: number
  /** Kibibytes: the process with the roles, and all of the program. */
  readonly roleMemory: number
  readonly memory: number
}

async function live({ start }: Program, interval: number): Promise<Life> {
  await using lab = await Lab.open('bench')
  const [lb1, lb2] = [
    await lab.host('lb1', { eth0: ['192.0.2.1/24'] }),
    await lab.host('lb2', { eth0: ['192.0.2.2/24'] }),
  ]
  const common = { routers: ROUTERS, addresses: 1, interval }
  await start(lb1, configuration({ ...common, priority: 200 }))
  await until(() => lb1.has(addressAt(ROUTERS - 1)), { within: 30_000, what: 'lb1 is master of all' })
  await start(lb2, configuration({ ...common, priority: 100 }))
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const before = [usageOn(lb1), usageOn(lb2)] as const
  const wire = await lab.capture('proto 112')
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  const after = [usageOn(lb1), usageOn(lb2)] as const
  await wire.stop()
  const adverts = wire.adverts()
  const gaps = gapsOf(adverts).map((gap) => gap / 1000 - interval * 1000)
  return {
    sent: (after[0].roleCpu - before[0].roleCpu) / adverts.length,
    received: (after[1].roleCpu - before[1].roleCpu) / adverts.length,
    late: gaps.map(Math.abs),
    missed: gaps.filter((gap) => gap > interval * 500).length,
    roleMemory: after[0].roleMemory,
    memory: after[0].memory,
  }
}

/** Microseconds between adverts of the same router. */
function gapsOf(adverts: readonly Advert[]): number[] {
  const last = new Map<number, number>()
  return adverts.flatMap(({ vrid, at }) => {
    const before = last.get(vrid)
    last.set(vrid, at)
    return before === undefined ? [] : [at - before]
  })
}

process.stdout.write(`\n${ROUTERS} routers for 10 s: processor time, unevenness of adverts, memory\n`)
row(
  'advert_int',
  'program',
  'us an advert sent',
  'us an advert received',
  'off by ms, p50 / p99 / max',
  'missed',
  'MB, roles / all',
)
for (const interval of [1, 0.1]) {
  for (const program of programs) {
    const { sent, received, late, missed, roleMemory, memory } = await live(program, interval)
    const off = [0.5, 0.99, 1].map((share) => quantile(late, share).toFixed(2)).join(' / ')
    const megabytes = [roleMemory, memory].map((kibibytes) => (kibibytes / 1024).toFixed(1)).join(' / ')
    row(`${interval} s`, program.name, sent.toFixed(1), received.toFixed(1), off, `${missed}`, megabytes)
  }
}
