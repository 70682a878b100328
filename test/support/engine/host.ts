import { expect } from 'vitest'
import type { Host, Lab } from '../lab/index.ts'
import type { Control } from './control.ts'
import { TestEngine } from './engine.ts'
import { image, interfaceOf, type TestRouter } from './image.ts'

export const vip = '192.0.2.10'
export const sources = { lb1: '198.51.100.1', lb2: '198.51.100.2' } as const
export const router = { vrid: 51, priority: 150, intervalMs: 50, addresses: [`${vip}/32`] }

interface Running {
  readonly host: Host
  readonly engine: TestEngine
  readonly control: Control
  /** Loads a router on eth0, as the settings above but for what is given. */
  readonly load: (changes?: Partial<TestRouter>) => Promise<void>
}

/** A host of a laboratory with an engine, and the one who controls it. */
export async function hostWithEngine(
  lab: Lab,
  name: 'lb1' | 'lb2',
  addresses: readonly string[] = [],
): Promise<Running> {
  const host = await lab.host(name, { eth0: [`${sources[name]}/24`, ...addresses] })
  const engine = await TestEngine.start(host)
  const control = await engine.attach()
  const load = async (changes: Partial<TestRouter> = {}) => {
    const on = interfaceOf(host.namespace, 'eth0')
    const answer = await control.load(image({ on, source: sources[name], ...router, ...changes }))
    expect(answer).toEqual({ kind: 'loaded', taken: true, error: '' })
  }
  return { host, engine, control, load }
}
