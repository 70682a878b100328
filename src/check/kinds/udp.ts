import type { CheckSpec } from '../spec.ts'
import { ended, failure, type Kind, success } from './kind.ts'

type UdpCheck = Extract<CheckSpec, { kind: 'udp' }>

/** What keepalived sends when nothing else is asked for: 32 bytes of text. */
const USUAL = new TextEncoder().encode('keepalived check - keepalived check - '.slice(0, 32))
const DATAGRAM_MAX = 65_535

/** Not to be refused is enough, unless an answer is asked for. */
export const udp: Kind<UdpCheck> = {
  exchange: ({ payload }) => ({
    kind: 'datagram',
    payload: payload === undefined ? USUAL : Uint8Array.from(Buffer.from(payload, 'hex')),
    answerMax: DATAGRAM_MAX,
  }),
  judge(check, answer) {
    if (answer.outcome === 'silent' && check.reply === undefined) return success
    if (answer.outcome !== 'answered' || check.reply === undefined) return ended(answer)
    if (check.reply === '') return success
    const { length } = answer.bytes
    if (length < check.replyLeast) return failure(`the answer has ${length} bytes, less than ${check.replyLeast}`)
    if (length > check.replyMost) return failure(`the answer has ${length} bytes, more than ${check.replyMost}`)
    return matches(answer.bytes, check.reply) ? success : failure('the answer is another one')
  },
}

/** Digit by digit, where an x stands for any; as far as both go. */
function matches(bytes: Uint8Array, pattern: string): boolean {
  const digits = Buffer.from(bytes).toString('hex')
  const length = Math.min(digits.length, pattern.length)
  for (let at = 0; at < length; at++) if (pattern[at] !== 'x' && pattern[at] !== digits[at]) return false
  return true
}
