// Five thousand addresses: taken over, put on at a cold start, and left alone by a reload.
import { type Host, Lab, type Running, until } from '../test/support/lab/index.ts'
import { type Program, programs } from './support/programs.ts'
import { addressAt, configuration } from './support/routers.ts'
import { quantile, spread, table } from './support/table.ts'

const ROUTERS = 250
const ADDRESSES = 20
const ALL = ROUTERS * ADDRESSES
const RUNS = 3
const extra = addressAt(ALL)
const common = { routers: ROUTERS, addresses: ADDRESSES, interval: 1 }
const row = table(54, 28, 28, 12)

/** Of a backup with priority 100: 3 advert_int and a skew of 156/256 of one (RFC 9568 section 6.1). */
const masterDownInterval = 1000 * (3 + 156 / 256)
const routerOf = new Map(
  Array.from({ length: ALL }, (_, index) => [addressAt(index), Math.floor(index / ADDRESSES) + 1]),
)

/** Addresses of ours that came to a host, with the milliseconds since 1970 at which they did. */
function watch(host: Host): Running {
  return host.spawn('ip', ['-ts', 'monitor', 'address'])
}

interface Arrival {
  readonly address: string
  readonly at: number
}

function added({ stdout }: Running): Arrival[] {
  const lines = stdout.matchAll(/^\[(\S+?)\.(\d+)\] (Deleted )?\d+: eth0\s+inet (10\.[\d.]+)/gm)
  return [...lines].flatMap(([, second, micros, gone, address]) =>
    gone === undefined && address !== undefined
      ? [{ address, at: Date.parse(`${second}Z`) + Number(micros) / 1000 }]
      : [],
  )
}

interface Timing {
  readonly [what: string]: number
}

async function takeOver({ start }: Program): Promise<Timing> {
  await using lab = await Lab.open('bench')
  const [lb1, lb2] = [
    await lab.host('lb1', { eth0: ['192.0.2.1/24'] }),
    await lab.host('lb2', { eth0: ['192.0.2.2/24'] }),
  ]
  await start(lb1, configuration({ ...common, priority: 200 }))
  await until(() => lb1.addresses('eth0').length > ALL, { within: 60_000, what: 'lb1 has all' })
  await start(lb2, configuration({ ...common, priority: 100 }))
  await new Promise((resolve) => setTimeout(resolve, 4000))
  const monitor = watch(lb2)
  const wire = await lab.capture('arp or proto 112')
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await lb1.powerCut()
  await until(() => lb2.addresses('eth0').length > ALL, { within: 60_000, what: 'lb2 has all' })
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await wire.stop()
  const came = added(monitor)
  const lastAdverts = new Map(
    wire.adverts().flatMap(({ vrid, at, priority }) => (priority === 200 ? [[vrid, at / 1000]] : [])),
  )
  const firsts = new Map<number, number>()
  for (const { address, at } of came) {
    const router = routerOf.get(address) ?? 0
    if (!firsts.has(router)) firsts.set(router, at)
  }
  const behind = [...firsts].map(([router, at]) => at - (lastAdverts.get(router) ?? Number.NaN) - masterDownInterval)
  const lastAdvert = Math.max(...lastAdverts.values())
  const times = came.map(({ at }) => at)
  const announced = new Map<string, number>()
  for (const { address, at } of wire.announcements()) {
    if (at / 1000 > lastAdvert && !announced.has(address)) announced.set(address, at / 1000)
  }
  return {
    'behind its Master_Down_Interval, half of all routers': quantile(behind, 0.5),
    'behind its Master_Down_Interval, the last router': Math.max(...behind),
    'from the first to the last address': Math.max(...times) - Math.min(...times),
    'from the first address to the last first GARP': Math.max(...announced.values()) - Math.min(...times),
  }
}

async function coldStart({ start }: Program): Promise<Timing> {
  await using lab = await Lab.open('bench')
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const monitor = watch(host)
  const wire = await lab.capture('proto 112')
  const started = Date.now()
  await start(host, configuration({ ...common, priority: 200 }))
  await until(() => host.addresses('eth0').length > ALL, { within: 60_000, what: 'all addresses' })
  await new Promise((resolve) => setTimeout(resolve, 500))
  await wire.stop()
  const came = added(monitor)
  const first = Math.min(...wire.adverts().map(({ at }) => at / 1000))
  return {
    'cold start to the first advert': first - started,
    'cold start to the last address': Math.max(...came.map(({ at }) => at)) - started,
  }
}

async function reload({ start }: Program): Promise<Timing> {
  await using lab = await Lab.open('bench')
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const running = await start(host, configuration({ ...common, priority: 200 }))
  await until(() => host.addresses('eth0').length > ALL, { within: 60_000, what: 'all addresses' })
  await new Promise((resolve) => setTimeout(resolve, 6000))
  const monitor = watch(host)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const asked = Date.now()
  running.reload(configuration({ ...common, priority: 200, extra }))
  const [came] = await until(() => (added(monitor).length > 0 ? added(monitor) : undefined), {
    within: 30_000,
    what: 'the new address',
  })
  return { 'reload with one address more': (came?.at ?? Number.NaN) - asked }
}

process.stdout.write(
  `\n${ROUTERS} routers with ${ADDRESSES} addresses each, advert_int 1: ms, minimum / median / maximum of ${RUNS}\n`,
)
row('what', ...programs.map(({ name }) => name), 'ratio')
for (const measure of [takeOver, coldStart, reload]) {
  const runs = []
  for (const program of programs) {
    const timings: Timing[] = []
    for (let run = 0; run < RUNS; run++) timings.push(await measure(program))
    runs.push(timings)
  }
  for (const what of Object.keys(runs[0]?.[0] ?? {})) {
    const values = runs.map((timings) => timings.map((timing) => timing[what] ?? Number.NaN))
    const medians = values.map((of) => of.toSorted((a, b) => a - b)[RUNS >> 1] ?? Number.NaN)
    row(what, ...values.map((of) => spread(of, 0)), ((medians[0] ?? 0) / (medians[1] ?? 1)).toFixed(2))
  }
}
