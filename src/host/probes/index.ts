import type { Answer, Exchange, ProbePort } from '../../check/index.ts'
import { type Addressed, NativeProbes } from './native.ts'
import { type Dialogue, type Request, talk } from './stream.ts'

/** Attempts on the network of this host. */
export function openProbes(): ProbePort & { close(): void } {
  const native = new NativeProbes()
  const stream = async (check: Addressed, exchange: Request | Dialogue, signal: AbortSignal): Promise<Answer> => {
    const answer = await native.attempt(check, { kind: 'open' }, signal)
    const { descriptor, connected } = answer
    if (descriptor === undefined || connected === undefined) return answer
    return talk({ descriptor, connected, timeout: check.timeout }, exchange, signal)
  }
  return {
    attempt: (check, exchange, signal) => run(check as Addressed, exchange, signal),
    close: () => native.close(),
  }

  function run(check: Addressed, exchange: Exchange, signal: AbortSignal): Promise<Answer> {
    switch (exchange.kind) {
      case 'connect':
      case 'datagram':
      case 'echo':
        return native.attempt(check, exchange, signal)
      case 'request':
        return exchange.tls ? stream(check, exchange, signal) : native.attempt(check, exchange, signal)
      case 'dialogue':
        return stream(check, exchange, signal)
      case 'program':
      case 'told':
        throw new Error('later')
    }
  }
}
