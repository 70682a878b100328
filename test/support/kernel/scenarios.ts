import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { openKernel } from '../../../src/host/index.ts'
import {
  createDestination,
  createService,
  decodeDestination,
  decodeService,
  dumpDestinations,
  dumpServices,
  type IpvsDestination,
  type IpvsService,
  type KernelPort,
  type KernelState,
  type KindName,
  kinds,
  type Message,
  type Objects,
  readState,
  removeDestination,
  removeService,
  updateDestination,
  updateService,
  watch,
} from '../../../src/kernel/index.ts'
import { diff, order, type Step } from '../../../src/plan/index.ts'
import { attempt, carryOut, creation } from '../plan/carry-out.ts'
import { foreign, inventory, ours, scope, wanted, world } from '../plan/worlds.ts'
import { until } from '../until.ts'

/**
 * What tests do on a real kernel. Each runs in a process of its own in the network namespace of a host (`runOn`);
 * arguments and results travel as JSON.
 */
export const scenarios = {
  /** Puts an object on, looks at it with a program, takes it off, twice. */
  roundTrip: ({ kind, object, look }: RoundTrip) =>
    withKernel(async (kernel) => {
      const created = await attempt({ action: 'create', kind, object } as Step, kernel)
      const live = find(await readState(kernel), kind, object)
      const seen = execFileSync('ip', look, { encoding: 'utf8' })
      const remove = { action: 'remove', kind, object } as Step
      const removed = await attempt(remove, kernel)
      const left = find(await readState(kernel), kind, object)
      const again = await attempt(remove, kernel).catch((error: { code: string }) => error)
      return {
        created,
        live,
        same: live !== undefined && isSame(kind, live, object),
        seen,
        removed,
        left,
        again: again?.code,
      }
    }),

  /** Does the steps, each by itself. What the kernel said to each, and what is there of ours in the end. */
  steps: (steps: readonly Step[]) => withKernel((kernel) => stepsOn(kernel, steps)),

  /** Makes one world another, so many times. */
  converge: ({ seed, times }: { seed: number; times: number }) =>
    withKernel(async (kernel) => {
      const wrong: object[] = []
      let changed = 0
      await carryOut(creation(foreign), kernel)
      for (const state of fc.sample(world, { seed, numRuns: times })) {
        const before = await readState(kernel)
        const { changes } = diff(before, wanted(state), scope)
        changed += changes.length
        const steps = order(changes).map(({ step }) => step)
        const refused = await carryOut(steps, kernel)
        const after = await readState(kernel)
        const left = diff(after, wanted(state), scope).changes
        const lost = inventory(foreign).filter((each) => !inventory(after).includes(each))
        if (refused.length + left.length + lost.length > 0)
          wrong.push({ before: ours(before), state, steps, refused, left, lost })
      }
      return { changed, wrong }
    }),

  /** Puts on many addresses at once and counts them. */
  many: (count: number) =>
    withKernel(async (kernel) => {
      const links = { nameOf: () => 'e0', indexOf: () => Number(execFileSync('cat', ['/sys/class/net/e0/ifindex'])) }
      const addresses = Array.from({ length: count }, (_, i) => numbered(i))
      const answers = await kernel.exchange(addresses.flatMap((address) => kinds.address.create(address, links)))
      const { address } = await readState(kernel, ['address'])
      return {
        refused: answers.filter(({ refusal }) => refusal).length,
        read: ours({ ...emptyState, address }).address.length,
      }
    }),
}
