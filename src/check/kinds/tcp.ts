import type { TcpCheck } from '../../bind/index.ts'
import { ended, type Kind } from './kind.ts'

/** A connection is enough. */
export const tcp: Kind<TcpCheck> = {
  exchange: () => ({ kind: 'connect' }),
  judge: (_check, answer) => ended(answer),
}
