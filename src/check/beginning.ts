import { micros, type PoolState } from '../base/index.ts'
import type { PoolUpdate } from './messages.ts'
import { Rounds } from './rounds.ts'
import type { PoolSpec } from './spec.ts'
import { placesOf, Unsent } from './unsent.ts'

/**
 * How pools are before anything was tried, and what is to be told of that. `found`: what the table in use says of each.
 * Undefined where files or sessions have a say in it.
 */
export function beginning(
  specs: readonly PoolSpec[],
  found: readonly (PoolState | undefined)[],
): { readonly states: readonly PoolState[]; readonly news: readonly PoolUpdate[] } | undefined {
  const { pools, news, told } = new Rounds(specs, { now: micros(0), chance: () => 0, found })
  if (told.length > 0) return undefined
  const unsent = new Unsent()
  for (const each of news) unsent.note(each)
  return { states: pools.map(({ state }) => state), news: unsent.take(placesOf(pools)) }
}
