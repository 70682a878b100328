import type { CheckSpec } from '../spec.ts'
import { ended, type Kind } from './kind.ts'

/** A connection is enough. */
export const tcp: Kind<Extract<CheckSpec, { kind: 'tcp' }>> = {
  exchange: () => ({ kind: 'connect' }),
  judge: (_check, answer) => ended(answer),
}
