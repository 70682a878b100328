import type { Check } from '../../bind/index.ts'
import type { Answer, Exchange, ProbePort, ProbeSession } from '../../check/index.ts'
import { type Addressed, NativeProbes } from './native.ts'
import { type Conversation, type Dialogue, type Request, talk } from './stream.ts'

/** Attempts on the network of this host. */
export function openProbes(): ProbePort & { close(): void } {
  const native = new NativeProbes()
  return { open: () => new Session(native), close: () => native.close() }
}

type Done = (answer: Answer) => void

class Session implements ProbeSession {
  private readonly native: NativeProbes
  private readonly attempts = new Set<number>()
  private readonly conversations = new Set<Conversation>()

  constructor(native: NativeProbes) {
    this.native = native
  }

  attempt(check: Check, exchange: Exchange, done: Done): void {
    const to = check as Addressed
    switch (exchange.kind) {
      case 'connect':
      case 'datagram':
      case 'echo':
        this.direct(to, exchange, done)
        break
      case 'request':
        if (exchange.tls) this.talk(to, exchange, done)
        else this.direct(to, exchange, done)
        break
      case 'dialogue':
        this.talk(to, exchange, done)
        break
      case 'program':
      case 'told':
        throw new Error('later')
    }
  }

  close(): void {
    for (const id of this.attempts) this.native.cancel(id)
    for (const conversation of this.conversations) conversation.close()
    this.attempts.clear()
    this.conversations.clear()
  }

  private direct(
    check: Addressed,
    exchange: Parameters<NativeProbes['attempt']>[1],
    done: Parameters<NativeProbes['attempt']>[2],
  ): void {
    const id = this.native.attempt(check, exchange, (answer) => {
      this.attempts.delete(id)
      done(answer)
    })
    this.attempts.add(id)
  }

  /** The addon opens the connection, and Node goes on from there. */
  private talk(check: Addressed, exchange: Request | Dialogue, done: Done): void {
    this.direct(check, { kind: 'open' }, (answer) => {
      const { descriptor, connected } = answer
      if (descriptor === undefined || connected === undefined) {
        done(answer)
        return
      }
      const conversation = talk({ descriptor, connected, timeout: check.timeout }, exchange, (end) => {
        this.conversations.delete(conversation)
        done(end)
      })
      this.conversations.add(conversation)
    })
  }
}
