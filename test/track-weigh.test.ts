import { expect, test } from 'vitest'
import { weigh } from '../src/track/index.ts'

/** As the reference's table of effects has it; test/lab/track-values.test.ts sees the engine do the same. */
const state = (weight: number, reverse = false) => ({ kind: 'script', weight, reverse }) as const
const file = (weight: number, reverse = false) => ({ kind: 'file', weight, reverse }) as const

test.each<[Parameters<typeof weigh>[0], number | undefined, number | 'FAULT']>([
  [state(0), 1, 0],
  [state(0), 0, 'FAULT'],
  [state(0), undefined, 'FAULT'],
  [state(0, true), 1, 'FAULT'],
  [state(0, true), 0, 0],
  [state(20), 1, 20],
  [state(20), 0, 0],
  [state(20), undefined, 0],
  [state(-20), 1, 0],
  [state(-20), 0, -20],
  [state(-20), undefined, 0],
  [state(20, true), 1, -20],
  [state(-20, true), 0, 20],
  [file(0), 0, 0],
  [file(0), 3, 'FAULT'],
  [file(0, true), 0, 'FAULT'],
  [file(0, true), 3, 0],
  [file(2), 10, 20],
  [file(2, true), 10, -20],
  [file(1), 300, 253],
  [file(1), -254, 'FAULT'],
  [file(-1), 300, 'FAULT'],
  [file(1), -253, -253],
  [file(1), undefined, 0],
])('%j with %j: %s', (tracked, value, expected) => {
  const { change, fault } = weigh(tracked, value)
  expect(fault ? 'FAULT' : change).toBe(expected)
})
