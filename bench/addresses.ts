// Five thousand addresses: taken over, put on at a cold start, and left alone by a reload.
import { type Host, Lab, type Running, until } from '../test/support/lab/index.ts'
import { type Program, programs } from './support/programs.ts'
import { addressAt, configuration } from './support/routers.ts'
import { spread, table } from './support/table.ts'

const ROUTERS = 250
const ADDRESSES = 20
const ALL = ROUTERS * ADDRESSES
const RUNS = 3
const extra = addressAt(ALL)
const common = { routers: ROUTERS, addresses: ADDRESSES, interval: 1 }
const row = table(46, 28, 28, 12)

/** Addresses of ours that came to a host, with the milliseconds since 1970 at which they did. */
function watch(host: Host): Running {
  return host.spawn('ip', ['-ts', 'monitor', 'address'])
}

function added({ stdout }: Running): number[] {
  const lines = stdout.matchAll(/^\[(\S+?)\.(\d+)\] (Deleted )?\d+: eth0\s+inet 10\.\d/gm)
  return [...lines].flatMap(([, second, micros, gone]) =>
    gone === undefined ? [Date.parse(`${second}Z`) + Number(micros) / 1000] : [],
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
  const lastAdvert = Math.max(...wire.adverts().map(({ at, priority }) => (priority === 200 ? at / 1000 : 0)))
  const announced = new Map<string, number>()
  for (const { address, at } of wire.announcements()) {
    if (at / 1000 > lastAdvert && !announced.has(address)) announced.set(address, at / 1000)
  }
  return {
    'from the last advert to the first address': Math.min(...came) - lastAdvert,
    'from the first to the last address': Math.max(...came) - Math.min(...came),
    'from the first address to the last first GARP': Math.max(...announced.values()) - Math.min(...came),
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
    'cold start to the last address': Math.max(...came) - started,
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
  return { 'reload with one address more': (came ?? Number.NaN) - asked }
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
