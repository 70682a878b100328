import { attributes, list, record } from './attributes.ts'
import { padded, struct, text, u8, u16, u32 } from './types.ts'

/** struct genlmsghdr, which opens every message of a generic netlink family. */
export const genericHeader = struct({ cmd: u8, version: padded(u8, 3) })

/** linux/genetlink.h: the controller, which tells the number of a family by its name. */
export const familyMessage = record(
  genericHeader,
  attributes({
    CTRL_ATTR_FAMILY_ID: u16,
    CTRL_ATTR_FAMILY_NAME: text,
    CTRL_ATTR_VERSION: u32,
    CTRL_ATTR_MCAST_GROUPS: list(attributes({ CTRL_ATTR_MCAST_GRP_NAME: text, CTRL_ATTR_MCAST_GRP_ID: u32 })),
  }),
)
