// Faults at random on three load balancers for a long time: roles have to settle after each, and nothing may grow.
import { readdirSync, readFileSync } from 'node:fs'
import { until } from '../test/support/lab/index.ts'
import { type Fault, faults } from './faults.ts'
import { type Member, World } from './world.ts'

const seconds = Number(process.env.SECONDS ?? 1200)
const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))

/** mulberry32: small, and the same everywhere. */
function dice(state: number): () => number {
  let at = state
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), at | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Size {
  readonly kilobytes: number
  readonly descriptors: number
}

function sizeOf(pid: number): Size {
  const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1])
  return { kilobytes, descriptors: readdirSync(`/proc/${pid}/fd`).length }
}

/** Processes live as long as no fault ends them: what each had first, and has now. */
const sizes = new Map<string, { readonly first: Size; now: Size; readonly since: number }>()

async function measure({ host, kac }: Member): Promise<void> {
  for (const [name, pid] of [
    ['daemon', kac.daemon.pid],
    ['engine', await kac.enginePid()],
  ] as const) {
    const key = `${host.name} ${name} ${pid}`
    const now = sizeOf(pid)
    const known = sizes.get(key)
    if (known) known.now = now
    else sizes.set(key, { first: now, now, since: Date.now() })
  }
}

/** Younger processes still warm up. */
const WARM_MS = 60_000

function growths(): string[] {
  return [...sizes].flatMap(([name, { first, now, since }]) => {
    const old = Date.now() - since > WARM_MS
    const allowed = name.includes('engine') ? first.kilobytes * 1.1 + 256 : first.kilobytes * 1.6 + 16_384
    const grown = old && now.kilobytes > allowed
    return [
      ...(grown ? [`${name}: ${first.kilobytes} kB first, ${now.kilobytes} kB now`] : []),
      ...(now.descriptors > first.descriptors + 4
        ? [`${name}: ${first.descriptors} descriptors first, ${now.descriptors} now`]
        : []),
    ]
  })
}

/** How often a second fault comes on top of the first, and how soon. */
const PAIRS = 0.4
const SOON_MS = 400

/** Faults at the same time get into each other's way: they may fail, and what they leave is put right. */
async function strike(chosen: readonly Fault[], victim: Member): Promise<void> {
  if (chosen.length === 1) return chosen[0]?.strike(world, victim)
  const gaps = chosen.map(() => random() * SOON_MS)
  await Promise.allSettled(
    chosen.map(async (fault, index) => {
      await new Promise((resolve) => setTimeout(resolve, gaps[index]))
      await fault.strike(world, victim)
    }),
  )
  await world.revive(victim)
}

const random = dice(seed)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
process.stdout.write(`Soak for ${seconds} s with seed ${seed}: three hosts, 20 routers, ${faults.length} faults\n`)
const world = await World.open(random)
const struck = new Map<string, number>()
const end = Date.now() + seconds * 1000
let problem: string | undefined
try {
  await until(() => world.wrong().length === 0, { within: 20_000, what: 'the start settles' })
  while (Date.now() < end && problem === undefined) {
    const chosen = random() < PAIRS ? [pick(faults), pick(faults)] : [pick(faults)]
    const victim = pick(world.members)
    const what = chosen.map(({ name }) => name).join(', and ')
    for (const { name } of chosen) struck.set(name, (struck.get(name) ?? 0) + 1)
    const holder = world.holder()
    await strike(chosen, victim)
    const settled = () => world.wrong().length === 0
    await until(settled, { within: 15_000, what: () => `${what} on ${victim.host.name}: ${world.wrong()[0]}` })
    const disturbs = chosen.length > 1 || chosen.some((fault) => fault.disturbs)
    if (!disturbs && world.holder() !== holder) problem = `${what} moved the roles from ${holder}`
    for (const member of world.members) await measure(member)
    await new Promise((resolve) => setTimeout(resolve, 500 + random() * 2000))
    problem ??= growths()[0]
  }
} catch (error) {
  problem = error instanceof Error ? error.message : String(error)
} finally {
  await world.close()
}
for (const [name, times] of struck) process.stdout.write(`${String(times).padStart(5)} ${name}\n`)
process.stdout.write(problem === undefined ? 'Nothing broke, nothing grew\n' : `FAILED: ${problem} (seed ${seed})\n`)
process.exitCode = problem === undefined ? 0 : 1
