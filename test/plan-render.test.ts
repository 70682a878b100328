import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { loadPlan, makePlan, movedSince, type Plan, render, savePlan } from '../src/plan/index.ts'
import { caseInput, caseNames, casePlan } from './support/plan/cases.ts'

const now = '2026-01-02T03:04:05.400Z'

describe('a plan', () => {
  test.for(caseNames)('%s', async (name) => {
    const text = render(casePlan(name), { now, colour: false })
    await expect(text).toMatchFileSnapshot(`./fixtures/plan/${name}/plan.txt`)
  })

  test.for(caseNames)('%s: colour adds nothing but colour', (name) => {
    const plan = casePlan(name)
    const text = render(plan, { now, colour: true })
    expect(stripVTControlCharacters(text)).toBe(render(plan, { now, colour: false }))
    expect(text.includes('\x1b[')).toBe(plan.changes.length + plan.foreign.length > 0)
  })

  test.for(caseNames)('%s: is the same after it was saved and loaded', (name) => {
    expect(loadPlan(savePlan(casePlan(name)))).toEqual(casePlan(name))
  })
})

describe('a file', () => {
  const saved = savePlan(casePlan('one-address-more'))

  test.for<[what: string, text: string, code: string]>([
    ['that is empty', '', 'plan/not-a-plan'],
    ['cut off', saved.slice(0, -5), 'plan/not-a-plan'],
    ['of something else', '[1, 2]', 'plan/not-a-plan'],
    ['without its changes', saved.replace('"changes"', '"chances"'), 'plan/not-a-plan'],
    ['of another format', saved.replace('"formatVersion": 1', '"formatVersion": 2'), 'plan/other-format'],
  ])('%s is not taken for a plan', ([, text, code]) => {
    expect(loadPlan(text)).toEqual([expect.objectContaining({ code, severity: 'error' })])
  })
})

describe('the ground of a plan', () => {
  const input = caseInput('left-over-and-foreign')
  const plan = makePlan(input)
  const [host, vip, foreign, leftOver] = input.live.address

  test('stands while nothing has changed', () => {
    expect(movedSince(plan, input.live, input.scope)).toEqual([])
  })

  test.for<[what: string, addresses: Plan['basis']['address'], moved: ReturnType<typeof movedSince>]>([
    [
      'an object of ours has gone',
      [host!, vip!, foreign!, input.live.address[4]!],
      [{ id: 'address 192.0.2.99/24 dev eth0', how: 'gone' }],
    ],
    [
      'an object of ours was changed',
      [host!, { ...vip!, label: 'x' }, foreign!, ...input.live.address.slice(3)],
      [{ id: 'address 192.0.2.10/24 dev eth0', how: 'changed' }],
    ],
    [
      'an object of ours appeared',
      [...input.live.address, { ...leftOver!, dev: 'eth1' }],
      [{ id: 'address 192.0.2.99/24 dev eth1', how: 'appeared' }],
    ],
    [
      'a foreign object that it speaks of has gone',
      input.live.address.slice(1),
      [{ id: 'address 192.0.2.1/24 dev eth0', how: 'gone' }],
    ],
    ['a foreign object that it does not speak of appeared', [...input.live.address, { ...host!, prefix: 32 }], []],
  ])('when %s', ([, address, moved]) => {
    expect(movedSince(plan, { ...input.live, address }, input.scope)).toEqual(moved)
  })
})
