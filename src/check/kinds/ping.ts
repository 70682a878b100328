import type { CheckSpec } from '../spec.ts'
import { ended, type Kind } from './kind.ts'

/** As long as keepalived's. */
const PAYLOAD = new Uint8Array(128).map((_, index) => 0x20 + (index % 0x5f))

/** An echo reply in time. */
export const ping: Kind<Extract<CheckSpec, { kind: 'ping' }>> = {
  exchange: () => ({ kind: 'echo', payload: PAYLOAD }),
  judge: (_check, answer) => ended(answer),
}
