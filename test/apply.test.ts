import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../src/apply/index.ts'
import type { Ip } from '../src/base/index.ts'
import { readState, wantedOf } from '../src/kernel/index.ts'
import { diff, makePlan, movedSince, type Plan } from '../src/plan/index.ts'
import { FakeKernel } from './support/kernel/fake-kernel.ts'
import { carryOut, creation } from './support/plan/carry-out.ts'
import { foreign, scope, world } from './support/plan/worlds.ts'

/** A plan is carried out whole or not at all, wherever the kernel says no. */

const about = { roles: [], host: 'lb1', source: 'keepalived.conf', kernel: '6.1', readAt: '2026-01-02T03:04:05.000Z' }
const worlds = fc.tuple(world, world)

type World = Parameters<typeof wantedOf>[0]

async function planned([before, after]: readonly [World, World]): Promise<{ kernel: FakeKernel; plan: Plan }> {
  const kernel = new FakeKernel(['e0'])
  await carryOut([...creation(foreign), ...creation(before)], kernel)
  const plan = makePlan({ ...about, live: await readState(kernel), want: wantedOf(after), scope })
  return { kernel, plan }
}

describe('apply', () => {
  test('makes the kernel what the plan says, and a second plan finds nothing to do', async () => {
    const property = fc.asyncProperty(worlds, async (pair) => {
      const { kernel, plan } = await planned(pair)
      expect(await apply(plan, kernel, scope)).toEqual({ kind: 'done' })
      expect(diff(await readState(kernel), wantedOf(pair[1]), scope).changes).toEqual([])
    })
    await fc.assert(property, { numRuns: 100 })
  })

  test('leads back to the start when the kernel refuses any one step', async () => {
    const property = fc.asyncProperty(worlds, fc.nat(), async (pair, pick) => {
      const { kernel, plan } = await planned(pair)
      if (plan.operations.length === 0) return
      const refused = pick % plan.operations.length
      kernel.refuse.set(kernel.log.length + refused, 'EPERM')
      const applied = await apply(plan, kernel, scope)
      expect(applied).toMatchObject({ kind: 'undone', failure: { code: 'EPERM' }, left: [] })
      expect(movedSince(plan, await readState(kernel), scope)).toEqual([])
    })
    await fc.assert(property, { numRuns: 200 })
  })

  test('says what was refused by kind and key', async () => {
    const kernel = new FakeKernel(['e0'])
    const live = await readState(kernel)
    const address = { address: '192.0.2.9' as Ip, prefix: 24, dev: 'e0', scope: 0, flags: [], protocol: scope.protocol }
    const want = wantedOf({ ...live, address: [{ ...address, preferredLifetime: 'forever' }] })
    kernel.refuse.set(kernel.log.length, 'EINVAL')
    const applied = await apply(makePlan({ ...about, live, want, scope }), kernel, scope)
    expect(applied).toMatchObject({ failure: { op: 'create', kind: 'address', key: '192.0.2.9/24 dev e0' } })
  })
})
