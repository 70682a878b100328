import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindNames, readState, wantedOf } from '../src/kernel/index.ts'
import { diff, makePlan, movedSince, order, wayBack } from '../src/plan/index.ts'
import { FakeKernel } from './support/kernel/fake-kernel.ts'
import { carryOut, creation } from './support/plan/carry-out.ts'
import { foreign, foreignTable, inventory, scope, table, tableScope, world } from './support/plan/worlds.ts'

const kernels = [{ promoteSecondaries: false }, { promoteSecondaries: true }]
const about = { roles: [], host: 'lb1', source: 'keepalived.conf', kernel: '6.1', readAt: '2026-01-02T03:04:05.000Z' }

describe('carrying out the difference between two worlds', () => {
  test.for(kernels)('makes the one the other, on a kernel with %o', async (options) => {
    const property = fc.asyncProperty(world, world, async (before, after) => {
      const kernel = new FakeKernel(['e0'], options)
      expect(await carryOut([...creation(foreign), ...creation(before)], kernel)).toEqual([])
      const { changes } = diff(await readState(kernel), wantedOf(after), scope)
      const refused = await carryOut(
        order(changes).map(({ step }) => step),
        kernel,
      )
      expect(refused).toEqual([])
      const reached = await readState(kernel)
      expect(diff(reached, wantedOf(after), scope)).toMatchObject({ changes: [], foreign: [] })
      expect(inventory(reached)).toEqual(expect.arrayContaining(inventory(foreign)))
    })
    await fc.assert(property, { numRuns: 300 })
  })

  test.for(kernels)('can be broken off anywhere and taken back, on a kernel with %o', async (options) => {
    const property = fc.asyncProperty(world, world, fc.nat(), async (before, after, stop) => {
      const kernel = new FakeKernel(['e0'], options)
      await carryOut([...creation(foreign), ...creation(before)], kernel)
      const live = await readState(kernel)
      const plan = makePlan({ ...about, live, want: wantedOf(after), scope })
      await carryOut(
        plan.operations.slice(0, stop % (plan.operations.length + 1)).map(({ step }) => step),
        kernel,
      )
      const back = wayBack(plan, await readState(kernel), scope)
      expect(
        await carryOut(
          back.map(({ step }) => step),
          kernel,
        ),
      ).toEqual([])
      expect(movedSince(plan, await readState(kernel), scope)).toEqual([])
    })
    await fc.assert(property, { numRuns: 200 })
  })

  test('makes the one table of IPVS the other, and leaves alone what is not ours', async () => {
    const property = fc.asyncProperty(table, table, async (before, after) => {
      const kernel = new FakeKernel([])
      expect(await carryOut([...creation(foreignTable), ...creation(before)], kernel)).toEqual([])
      const live = await readState(kernel, { only: kindNames })
      const { changes } = diff(live, wantedOf(after), tableScope(live))
      const steps = order(changes).map(({ step }) => step)
      expect(await carryOut(steps, kernel)).toEqual([])
      const reached = await readState(kernel, { only: kindNames })
      expect(diff(reached, wantedOf(after), tableScope(reached)).changes).toEqual([])
      expect(inventory(reached)).toEqual(expect.arrayContaining(inventory(foreignTable)))
    })
    await fc.assert(property, { numRuns: 300 })
  })

  test('is nothing to do for a world that is as it should be', async () => {
    const property = fc.asyncProperty(world, async (state) => {
      const kernel = new FakeKernel(['e0'])
      await carryOut(creation(state), kernel)
      const count = Object.values(state).flat().length
      expect(diff(await readState(kernel), wantedOf(state), scope)).toEqual({
        changes: [],
        foreign: [],
        unchanged: count,
      })
    })
    await fc.assert(property)
  })
})
