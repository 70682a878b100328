import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import type { ControlRole } from '../../../src/engine/control.ts'
import type { Host, Running } from '../lab/index.ts'
import { until } from '../until.ts'
import { Control } from './control.ts'

export const engineProgram = new URL('../../../native/build/Release/kac-engine', import.meta.url).pathname

/** A kac-engine on a host. */
export class TestEngine {
  readonly socketPath: string
  readonly running: Running

  private constructor(running: Running, socketPath: string) {
    this.running = running
    this.socketPath = socketPath
  }

  static async start(host: Host, name = 'engine.sock'): Promise<TestEngine> {
    const socketPath = join(host.folder, name)
    mkdirSync(dirname(socketPath), { recursive: true })
    const engine = new TestEngine(host.spawn(engineProgram, ['--control', socketPath]), socketPath)
    const what = () => `kac-engine listens: ${engine.running.output}`
    await until(() => answers(socketPath), { within: 3000, what })
    return engine
  }

  attach(role: ControlRole = 'controller'): Promise<Control> {
    return Control.greet(this.socketPath, role)
  }
}

/** A socket file alone may be a dead engine's. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
