import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { simulate, type Transition } from '../../src/sim/index.ts'
import { configOf } from '../support/config-of.ts'
import { needs } from '../support/needs.ts'
import { newEngine, play, scenarioIn } from '../support/scenario/index.ts'

/**
 * Each scenario is run with kac in network namespaces, and then simulated with everything at the time at which it really
 * happened there. Both must make the same transitions, less than a tick apart.
 */

/** Microseconds: the unit in which VRRPv3 counts time (RFC 9568 section 5.2.7). */
const tick = 10_000

const folder = new URL('../fixtures/agree/', import.meta.url)
const scenarios = readdirSync(folder).map((name) => scenarioIn(readFileSync(new URL(name, folder), 'utf8')))

/** Of each host in its order: which of two hosts was first within a tick is not told. */
const byHost = (transitions: readonly Transition[]) =>
  transitions.toSorted((a, b) => (a.host === b.host ? 0 : a.host < b.host ? -1 : 1))
const shown = ({ host, router, from, to, reason }: Transition) => `${host} ${router} ${from} -> ${to}: ${reason}`

describe('a simulation tells to the tick what happens in namespaces', needs('root', 'ip', 'nft'), () => {
  // Again where the machine held a process up for longer than a tick.
  test.concurrent.for(scenarios)('$title', { retry: 2 }, async (scenario) => {
    const played = await play(scenario)
    const simulated = simulate(played.scenario, { newEngine, configOf })
    const [real, foretold] = [byHost(played.transitions), byHost(simulated.transitions)]
    expect(simulated.problems).toEqual([])
    expect(real.map(shown)).toEqual(foretold.map(shown))
    const apart = real.map((transition, at) => ({ transition, micros: transition.at - (foretold[at]?.at ?? 0) }))
    expect(apart.filter(({ micros }) => Math.abs(micros) >= tick)).toEqual([])
  })
})
