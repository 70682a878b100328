import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { parseIp } from '../../../src/base/index.ts'
import { openNetlinkSocket } from '../../../src/host/index.ts'
import {
  type Address,
  emptyState,
  type KernelPort,
  type KernelState,
  type KindName,
  kinds,
  linkNames,
  netlinkKernel,
  type Objects,
  objectId,
  ownProtocol,
  readState,
  readTable,
  wantedOf,
  watch,
} from '../../../src/kernel/index.ts'
import { diff, order, type Step, stepMessages } from '../../../src/plan/index.ts'
import { attempt, carryOut, creation } from '../plan/carry-out.ts'
import { foreign, inventory, ours, scope, world } from '../plan/worlds.ts'
import { until } from '../until.ts'

export type AnyObject = { [K in KindName]: { readonly kind: K; readonly object: Objects[K] } }[KindName]

/**
 * What tests do on a real kernel, each in a process of its own in the network namespace of a host (`runOn`); arguments
 * and results travel as JSON.
 */
export const scenarios = {
  /** Puts each object on, looks at it with `ip`, takes it off, and tries that again. */
  roundTrips: (entries: readonly (AnyObject & { readonly look: readonly string[] })[]) =>
    withKernel(async (kernel) => {
      const outcomes = []
      for (const { look, ...entry } of entries) {
        const [create, remove] = [{ action: 'create', ...entry } as Step, { action: 'remove', ...entry } as Step]
        const created = await attempt(create, kernel)
        const live = find(await readState(kernel), entry)
        const seen = execFileSync('ip', look, { encoding: 'utf8' })
        const removed = await attempt(remove, kernel)
        const left = find(await readState(kernel), entry)
        const again = (await attempt(remove, kernel).catch((error: { readonly code: string }) => error))?.code
        outcomes.push({ refused: [created, removed].flatMap((each) => each?.code ?? []), live, seen, left, again })
      }
      return outcomes
    }),

  /** Does each sequence of steps, from a clean slate: what the kernel said to each, and what there is of ours then. */
  sequences: (sequences: readonly Sequence[]) =>
    withKernel(async (kernel) => {
      const outcomes = []
      for (const { steps, promoteSecondaries } of sequences) {
        const sysctl = `net.ipv4.conf.e0.promote_secondaries=${Number(promoteSecondaries)}`
        execFileSync('sysctl', ['-qw', sysctl])
        outcomes.push(await stepsOn(kernel, steps))
        const clean = order(
          diff(await readState(kernel), wantedOf(emptyState), { ...scope, protocol: ownProtocol }).changes,
        )
        await carryOut(
          clean.map(({ step }) => step),
          kernel,
        )
      }
      return outcomes
    }),

  /** What the kernel has against the steps. */
  refusals: (steps: readonly Step[]) =>
    withKernel(async (kernel) => {
      const refusals = []
      for (const step of steps) refusals.push(await attempt(step, kernel))
      return { refusals }
    }),

  /** Makes one world after the other. */
  converge: ({ seed, times }: { readonly seed: number; readonly times: number }) =>
    withKernel(async (kernel) => {
      const wrong: object[] = []
      let changed = 0
      await carryOut(creation(foreign), kernel)
      for (const state of fc.sample(world, { seed, numRuns: times })) {
        const before = await readState(kernel)
        const { changes } = diff(before, wantedOf(state), scope)
        const steps = order(changes).map(({ step }) => step)
        const refused = await carryOut(steps, kernel)
        const after = await readState(kernel)
        const left = diff(after, wantedOf(state), scope).changes
        const lost = inventory(foreign).filter((each) => !inventory(after).includes(each))
        changed += changes.length
        if (refused.length + left.length + lost.length > 0)
          wrong.push({ before: ours(before), steps, refused, left, lost })
      }
      return { changed, wrong }
    }),

  /** Puts on many addresses at once, and reads them. */
  many: (count: number) =>
    withKernel(async (kernel) => {
      const links = linkNames((await readState(kernel, { only: ['link'] })).link)
      const addresses = Array.from({ length: count }, (_, i) => numbered(i))
      const answers = await kernel.exchange(addresses.flatMap((address) => kinds.address.create(address, links)))
      const { address } = await readState(kernel, { only: ['address'] })
      return {
        refused: answers.filter(({ refusal }) => refusal).length,
        read: address.filter(({ protocol }) => protocol === ownProtocol).length,
      }
    }),

  /** What is told of links and addresses while shell text runs, up to the last of these lines. */
  watched: ({ script, last }: { readonly script: string; readonly last: string }) =>
    withKernel(async (kernel) => {
      const told: string[] = []
      const subscription = watch(kernel, (event) => {
        if (event.kind === 'state') told.push('state')
        else if (event.kind === 'failed') throw event.error
        else if (event.kind === 'link') told.push(`${event.gone ? 'gone' : 'there'} ${objectId('link', event.object)}`)
        else told.push(`${event.gone ? 'gone' : 'there'} ${objectId('address', event.object)}`)
      })
      await until(() => told.includes('state'), { within: 5000 })
      execFileSync('sh', ['-euc', script])
      await until(() => told.includes(last), { within: 5000 })
      subscription.close()
      return told
    }),

  /** Makes virtual services with destinations, changes and removes some, and reads them. */
  ipvs: (steps: readonly Step[]) =>
    withKernel(async (kernel) => {
      const links = linkNames([])
      const answers = await kernel.exchange(steps.flatMap((step) => stepMessages(step, links)))
      const { services, destinations } = await readTable(kernel)
      return {
        refused: answers.flatMap(({ refusal }) => refusal?.code ?? []),
        services: services.map(({ object }) => object),
        destinations: destinations.map(({ object }) => object),
        connections: destinations.map(({ stats }) => Number(stats.connections)),
      }
    }),
}

export interface Sequence {
  readonly steps: readonly Step[]
  readonly promoteSecondaries: boolean
}

export async function stepsOn(kernel: KernelPort, steps: readonly Step[]) {
  const said: string[] = []
  for (const step of steps) said.push((await attempt(step, kernel))?.code ?? 'done')
  return { said, inventory: inventory(ours(await readState(kernel))) }
}

async function withKernel<T>(work: (kernel: KernelPort) => Promise<T>): Promise<T> {
  const kernel = netlinkKernel(openNetlinkSocket)
  try {
    return await work(kernel)
  } finally {
    kernel.close()
  }
}

function find(state: KernelState, entry: AnyObject): object | undefined {
  const named = <K extends KindName>(kind: K, object: Objects[K]) =>
    state[kind].find((each) => objectId(kind, each) === objectId(kind, object))
  return named(entry.kind, entry.object)
}

function numbered(i: number): Address {
  const address = parseIp(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
  if (address === undefined) throw new Error(`no address ${i}`)
  return { address, prefix: 32, dev: 'e0', flags: [], scope: 0, preferredLifetime: 'forever', protocol: ownProtocol }
}
