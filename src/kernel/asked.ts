import { type Address, addressKind, type Links } from './kinds/index.ts'
import { RTM_DELADDR, RTM_NEWADDR } from './wire/constants.ts'
import { parseFrames } from './wire/index.ts'

/** Which addresses rtnetlink messages add (or replace) and remove, in their order; messages of other kinds are passed over. */
export function askedAddresses(
  messages: Uint8Array,
  links: Links,
): { readonly object: Address; readonly add: boolean }[] {
  return parseFrames(messages).flatMap((frame) => {
    if (frame.type !== RTM_NEWADDR && frame.type !== RTM_DELADDR) return []
    const object = addressKind.decode({ ...frame, type: RTM_NEWADDR }, links)
    return object ? [{ object, add: frame.type === RTM_NEWADDR }] : []
  })
}
