import { createRequire } from 'node:module'
import { type NativeEngine, readScenario, type Scenario } from '../../../src/sim/index.ts'

const addon = new URL('../../../native/build/Release/kac.node', import.meta.url).pathname
const { Engine } = createRequire(import.meta.url)(addon) as { Engine: new () => NativeEngine }

export function newEngine(): NativeEngine {
  return new Engine()
}

/** The scenario in a text, which must be one. */
export function scenarioIn(text: string): Scenario {
  const scenario = readScenario(text)
  if ('problem' in scenario) throw new Error(`no scenario: ${scenario.problem}`)
  return scenario
}
