import type { EngineStatus } from '../../../src/engine/tells.ts'
import { type Host, Lab } from '../lab/index.ts'
import type { Control } from './control.ts'
import { TestEngine } from './engine.ts'
import { image, interfaceOf } from './image.ts'

export const loneSource = '198.51.100.1'
export const loneAddress = '192.0.2.10'

/** A lab of one host, with an engine that has nothing to do yet. Disposing of it removes everything. */
export interface LoneEngine extends AsyncDisposable {
  readonly lab: Lab
  readonly host: Host
  readonly engine: TestEngine
}

export async function startLone(socket?: string): Promise<LoneEngine> {
  const lab = await Lab.open('engine')
  const host = await lab.host('lb1', { eth0: [`${loneSource}/24`] })
  const engine = await TestEngine.start(host, socket)
  return { lab, host, engine, [Symbol.asyncDispose]: () => lab.close() }
}

/** The image of VI_51, with one address. */
export function loneRouter(host: Host): Uint8Array {
  const on = interfaceOf(host.namespace, 'eth0')
  return image({ on, source: loneSource, vrid: 51, priority: 150, intervalMs: 50, addresses: [`${loneAddress}/32`] })
}

/** The same with VI_51 as master, and its controller. */
export async function startMaster(socket?: string): Promise<LoneEngine & { readonly control: Control }> {
  const lone = await startLone(socket)
  const control = await lone.engine.attach()
  await control.load(loneRouter(lone.host))
  await control.reaches('VI_51', 'MASTER')
  return { ...lone, control }
}

/** What `routersOf` gives when VI_51 has held its role since it first became master. */
export const undisturbed = [{ name: 'VI_51', state: 'MASTER', counters: { become_master: 1, release_master: 0 } }]

/** The routers as the engine tells a new observer. */
export async function routersOf({ engine }: LoneEngine): Promise<EngineStatus['routers']> {
  const observer = await engine.attach('observer')
  const { routers } = await observer.status()
  await observer.close()
  return routers
}
