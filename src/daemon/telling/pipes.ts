import { KacError, type Micros } from '../../base/index.ts'
import type { Command, Config } from '../../bind/index.ts'
import type { Half } from '../../notify/index.ts'
import type { Programs, RunningProgram } from '../../programs/index.ts'
import type { Clock, DaemonPorts, Fifo, FifoOwner } from '../ports.ts'

interface Wanted extends FifoOwner {
  readonly path: string
  readonly hears: readonly Half[]
  readonly script: Command | undefined
}

interface Pipe {
  readonly identity: string
  hears: readonly Half[]
  readonly fifo: Fifo
  readonly reader: RunningProgram | undefined
  /** Resolves when its reader has ended. */
  readonly read: Promise<void>
  /** Said once, not for each line. */
  full: boolean
}

/** The named pipes of a configuration, and the programs that read them. What a reload leaves as it is stays open. */
export class Pipes {
  readonly #ports: Pick<DaemonPorts, 'fifos' | 'log'>
  #pipes: ReadonlyMap<string, Pipe> = new Map()

  constructor(ports: Pick<DaemonPorts, 'fifos' | 'log'>) {
    this.#ports = ports
  }

  adopt(config: Config, programs: Programs): void {
    const wanted = wantedBy(config)
    const kept = new Map(
      wanted.flatMap((each) => {
        const known = this.#pipes.get(each.path)
        return known?.identity === identityOf(each) ? [[each.path, known] as const] : []
      }),
    )
    for (const [path, pipe] of this.#pipes) if (!kept.has(path)) endPipe(pipe)
    this.#pipes = new Map(
      wanted.flatMap((each) => {
        const pipe = kept.get(each.path) ?? this.#open(each, programs)
        if (pipe) pipe.hears = each.hears
        return pipe ? [[each.path, pipe] as const] : []
      }),
    )
  }

  write(half: Half, line: string): void {
    for (const [path, pipe] of this.#pipes) {
      if (!pipe.hears.includes(half)) continue
      const written = pipe.fifo.write(line)
      if (!written && !pipe.full) this.#ports.log.warn(`nobody reads ${path}: lines are lost`)
      pipe.full = !written
    }
  }

  /** Readers get to the end of what was written, if they look for it, and are asked to end. */
  async finish(within: Micros, clock: Clock): Promise<void> {
    const pipes = [...this.#pipes.values()]
    for (const { fifo } of pipes) fifo.close()
    for (const { fifo } of pipes) fifo.remove()
    this.#pipes = new Map()
    await Promise.race([Promise.all(pipes.map(({ read }) => read)), clock.sleep(within)])
    for (const { reader } of pipes) reader?.signal('SIGTERM')
  }

  /** Another daemon goes on with the pipes. */
  release(): void {
    for (const pipe of this.#pipes.values()) closePipe(pipe)
    this.#pipes = new Map()
  }

  #open(wanted: Wanted, programs: Programs): Pipe | undefined {
    const { path, hears, script, ...owner } = wanted
    try {
      const fifo = this.#ports.fifos.open(path, owner)
      const { promise: read, resolve } = Promise.withResolvers<void>()
      const reader =
        script &&
        programs.start(script, { args: [path] }, ({ how }) => {
          this.#ports.log.info(`the reader of ${path} has ended: ${how}`)
          resolve()
        })
      if (!reader) resolve()
      return { identity: identityOf(wanted), fifo, hears, reader, read, full: false }
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.error(error.message)
      return undefined
    }
  }
}

/** Of two keywords with one path the first says whose the pipe is and what reads it. */
function wantedBy({ global }: Config): Wanted[] {
  const keywords: readonly (Partial<FifoOwner> & Omit<Wanted, 'path'> & { readonly path?: string })[] = [
    { ...global.notifyFifo, script: global.notifyFifoScript, hears: ['vrrp', 'lvs'] },
    { ...global.vrrpNotifyFifo, script: global.vrrpNotifyFifoScript, hears: ['vrrp'] },
    { ...global.lvsNotifyFifo, script: global.lvsNotifyFifoScript, hears: ['lvs'] },
  ]
  const byPath = new Map<string, Wanted>()
  for (const { path, ...rest } of keywords) {
    if (path === undefined) continue
    const known = byPath.get(path) ?? { path, ...rest }
    byPath.set(path, { ...known, script: known.script ?? rest.script, hears: [...known.hears, ...rest.hears] })
  }
  return [...byPath.values()]
}

function closePipe({ fifo, reader }: Pipe): void {
  reader?.signal('SIGTERM')
  fifo.close()
}

function endPipe(pipe: Pipe): void {
  closePipe(pipe)
  pipe.fifo.remove()
}

function identityOf({ path, user, group, script }: Wanted): string {
  return JSON.stringify([path, user, group, script])
}
