import { micros } from '../../base/index.ts'
import type { Answer, CheckSpec, Exchange, Peer, ProbePort, ProbeSession } from '../../check/index.ts'
import { type Identity, identityOf } from './identity.ts'
import { NativeProbes } from './native.ts'
import { runProgram, type StartProgram } from './program.ts'
import { type Dialogue, type Opened, type Request, talk } from './stream.ts'

export { type Identity, identityOf } from './identity.ts'
export type { MiscCheck, StartProgram } from './program.ts'

/** Attempts on the network of this host, and by its programs. `identity`: asked for by the first TLS of a session. */
export function openProbes(
  start: StartProgram,
  identity: () => Identity = () => identityOf(undefined, undefined),
): ProbePort & { close(): void } {
  const native = new NativeProbes()
  return { open: () => new Session(native, start, identity), close: () => native.close() }
}

type Done = (answer: Answer) => void

interface UnderWay {
  close(): void
}

class Session implements ProbeSession {
  readonly #native: NativeProbes
  readonly #start: StartProgram
  readonly #identity: () => Identity
  #known: Identity | undefined
  readonly #underWay = new Set<UnderWay>()

  constructor(native: NativeProbes, start: StartProgram, identity: () => Identity) {
    this.#native = native
    this.#start = start
    this.#identity = identity
  }

  attempt(check: CheckSpec | Peer, exchange: Exchange, done: Done): void {
    const to = check as Peer
    switch (exchange.kind) {
      case 'connect':
      case 'datagram':
      case 'echo':
        this.#direct(to, exchange, done)
        break
      case 'request':
        if (exchange.tls) this.#talkSecurely(to, exchange, done)
        else this.#direct(to, exchange, done)
        break
      case 'dialogue':
        this.#talk(to, exchange, done)
        break
      case 'program':
        if ('kind' in check && check.kind === 'misc') this.#keep(done, (ended) => runProgram(check, this.#start, ended))
        break
      case 'told':
        this.#keep(done, (ended) => unable('it asks nobody', ended))
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
    peer: Peer,
    exchange: Parameters<NativeProbes['attempt']>[1],
    done: Parameters<NativeProbes['attempt']>[2],
  ): void {
    this.#keep(done, (ended) => {
      const id = this.#native.attempt(peer, exchange, ended)
      return { close: () => this.#native.cancel(id) }
    })
  }

  #talkSecurely(peer: Peer, exchange: Request, done: Done): void {
    this.#known ??= this.#identity()
    const known = this.#known
    if ('unusable' in known) this.#keep(done, (ended) => unable(known.unusable, ended))
    else this.#talk(peer, exchange, done, known.context)
  }

  /** The addon opens the connection, and Node goes on from there. */
  #talk(peer: Peer, exchange: Request | Dialogue, done: Done, context?: Opened['context']): void {
    const { timeout } = peer
    this.#direct(peer, { kind: 'open' }, (answer) => {
      const { descriptor, connected } = answer
      if (descriptor === undefined || connected === undefined) done(answer)
      else this.#keep(done, (ended) => talk({ descriptor, connected, timeout, context }, exchange, ended))
    })
  }
}

function unable(why: string, done: Done): UnderWay {
  const soon = setImmediate(done, { outcome: 'unable', bytes: new Uint8Array(0), why, took: micros(0) })
  return { close: () => clearImmediate(soon) }
}
