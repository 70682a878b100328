import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname } from 'node:path'
import { KacError } from '../base/index.ts'
import type { EnginePort, LogPort, StartedEngine } from '../daemon/index.ts'
import { packageRoot } from './addon.ts'
import { privateDirectory } from './folders.ts'
import { connectUnix } from './streams.ts'

/** The kac-engine of this package, on the control socket at `socketPath`. */
export function enginePort(socketPath: string, log: LogPort): EnginePort {
  return {
    connect: () => connectUnix(socketPath),
    start: () => startEngine(socketPath, log),
  }
}

const busy = 75

/** In a session of its own, so that neither the daemon's death nor a Ctrl-C at its terminal reaches it. */
function startEngine(socketPath: string, log: LogPort): Promise<StartedEngine> {
  const program = `${packageRoot}/native/build/Release/kac-engine`
  if (!existsSync(program)) throw new KacError('engine-start', `${program} is missing: run "make build"`)
  privateDirectory(dirname(socketPath))
  const started: { ended: KacError | undefined } = { ended: undefined }
  let lastLine = ''
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['--control', socketPath], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trimEnd().split('\n')) {
        lastLine = line
        log.info(line)
      }
    })
    child.once('spawn', () => {
      child.unref()
      unrefStream(child.stderr)
      resolve(started)
    })
    child.once('close', (code, signal) => {
      const why = lastLine === '' ? `kac-engine ended at once (${signal ?? code})` : lastLine
      started.ended = new KacError(code === busy ? 'engine-elsewhere' : 'engine-start', why)
    })
    child.once('error', (cause) =>
      reject(new KacError('engine-start', `cannot start ${program}: ${cause.message}`, { cause })),
    )
  })
}

/** What the engine may still say must not keep a daemon alive that has let go of it. */
function unrefStream(stream: unknown): void {
  if (stream instanceof Socket) stream.unref()
}
