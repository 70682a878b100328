import { spawn } from 'node:child_process'
import { existsSync, type Stats, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname } from 'node:path'
import { KacError } from '../base/index.ts'
import type { EnginePort, EngineProgram, LogPort, StartedEngine } from '../daemon/index.ts'
import { packageRoot } from './addon.ts'
import { privateDirectory } from './folders.ts'
import { connectUnix } from './streams.ts'

/** The kac-engine of this package, on the control socket at `socketPath`. */
export function enginePort(socketPath: string, log: LogPort): EnginePort {
  return {
    connect: () => connectUnix(socketPath),
    start: () => startEngine(socketPath, log),
    successor,
  }
}

const program = `${packageRoot}/native/build/Release/kac-engine`

/** A process keeps the file it was started from, whatever has become of its name. */
function successor(pid: number): EngineProgram | undefined {
  const [installed, running] = [fileAt(program), fileAt(`/proc/${pid}/exe`)]
  if (!installed || !running || (installed.dev === running.dev && installed.ino === running.ino)) return undefined
  return { path: program, id: [installed.dev, installed.ino, installed.size, installed.ctimeMs].join(' ') }
}

/** Nothing where it cannot be looked at, as when the process is another user's. */
function fileAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return undefined
    throw error
  }
}

const busy = 75

/** In a session of its own, so that neither the daemon's death nor a Ctrl-C at its terminal reaches it. */
function startEngine(socketPath: string, log: LogPort): Promise<StartedEngine> {
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
