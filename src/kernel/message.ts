import { bug } from '../base/index.ts'
import type { Message } from './port.ts'
import { NLM_F_REQUEST } from './wire/constants.ts'
import { Writer, writeFrame } from './wire/index.ts'

/** A message as it goes over the wire; nobody acknowledges it unless it asks for that. */
export function encodeMessage(message: Message, seq: number): Uint8Array {
  if (message.kind === 'generic') return bug('the number of a generic netlink family is not known ahead of time')
  const out = new Writer()
  const { type, flags, body } = message
  writeFrame(out, { type, flags: flags | NLM_F_REQUEST, seq, portId: 0, body })
  return out.finish()
}
