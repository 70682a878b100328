import { micros } from '../../base/index.ts'
import type { Check } from '../../bind/index.ts'
import type { Answer, Exchange, ProbePort, ProbeSession } from '../../check/index.ts'
import { type Addressed, NativeProbes } from './native.ts'
import { runProgram, type StartProgram } from './program.ts'
import { type Dialogue, type Request, talk } from './stream.ts'

export type { MiscCheck, StartProgram } from './program.ts'

/** Attempts on the network of this host, and by its programs. */
export function openProbes(start: StartProgram): ProbePort & { close(): void } {
  const native = new NativeProbes()
  return { open: () => new Session(native, start), close: () => native.close() }
}

type Done = (answer: Answer) => void

interface UnderWay {
  close(): void
}

class Session implements ProbeSession {
  readonly #native: NativeProbes
  readonly #start: StartProgram
  readonly #underWay = new Set<UnderWay>()

  constructor(native: NativeProbes, start: StartProgram) {
    this.#native = native
    this.#start = start
  }

  attempt(check: Check, exchange: Exchange, done: Done): void {
    const to = check as Addressed
    switch (exchange.kind) {
      case 'connect':
      case 'datagram':
      case 'echo':
        this.#direct(to, exchange, done)
        break
      case 'request':
        if (exchange.tls) this.#talk(to, exchange, done)
        else this.#direct(to, exchange, done)
        break
      case 'dialogue':
        this.#talk(to, exchange, done)
        break
      case 'program':
        if (check.kind === 'misc') this.#keep(done, (ended) => runProgram(check, this.#start, ended))
        break
      case 'told':
        setImmediate(done, { outcome: 'unable', bytes: new Uint8Array(0), why: 'it asks nobody', took: micros(0) })
    }
  }

  close(): void {
    for (const each of this.#underWay) each.close()
    this.#underWay.clear()
  }

  #keep<A>(done: (answer: A) => void, begin: (ended: (answer: A) => void) => UnderWay): void {
    const underWay = begin((answer) => {
      this.#underWay.delete(underWay)
      done(answer)
    })
    this.#underWay.add(underWay)
  }

  #direct(
    check: Addressed,
    exchange: Parameters<NativeProbes['attempt']>[1],
    done: Parameters<NativeProbes['attempt']>[2],
  ): void {
    this.#keep(done, (ended) => {
      const id = this.#native.attempt(check, exchange, ended)
      return { close: () => this.#native.cancel(id) }
    })
  }

  /** The addon opens the connection, and Node goes on from there. */
  #talk(check: Addressed, exchange: Request | Dialogue, done: Done): void {
    this.#direct(check, { kind: 'open' }, (answer) => {
      const { descriptor, connected } = answer
      if (descriptor === undefined || connected === undefined) done(answer)
      else this.#keep(done, (ended) => talk({ descriptor, connected, timeout: check.timeout }, exchange, ended))
    })
  }
}
