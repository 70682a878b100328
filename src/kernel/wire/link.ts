import { attributes, chosen, record } from './attributes.ts'
import { be16, i32, mac, padded, struct, text, u8, u16, u32, type ValueOf } from './types.ts'

const ifinfomsg = struct({
  ifi_family: padded(u8, 2),
  ifi_type: u16,
  ifi_index: i32,
  ifi_flags: u32,
  ifi_change: u32,
})

const vethPeer = record(ifinfomsg, attributes({ IFLA_IFNAME: text, IFLA_ADDRESS: mac, IFLA_MTU: u32 }))

const linkInfo = attributes({
  IFLA_INFO_KIND: text,
  IFLA_INFO_DATA: chosen('IFLA_INFO_KIND', {
    macvlan: attributes({ IFLA_MACVLAN_MODE: u32, IFLA_MACVLAN_FLAGS: u16 }),
    ipvlan: attributes({ IFLA_IPVLAN_MODE: u16, IFLA_IPVLAN_FLAGS: u16 }),
    vlan: attributes({
      IFLA_VLAN_ID: u16,
      IFLA_VLAN_PROTOCOL: be16,
      IFLA_VLAN_FLAGS: struct({ flags: u32, mask: u32 }),
    }),
    veth: attributes({ VETH_INFO_PEER: vethPeer }),
    vrf: attributes({ IFLA_VRF_TABLE: u32 }),
  }),
  IFLA_INFO_SLAVE_KIND: text,
})

/** linux/if_link.h: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK. */
export const linkMessage = record(
  ifinfomsg,
  attributes({
    IFLA_IFNAME: text,
    IFLA_ADDRESS: mac,
    IFLA_BROADCAST: mac,
    IFLA_MTU: u32,
    IFLA_LINK: i32,
    IFLA_MASTER: u32,
    IFLA_GROUP: u32,
    IFLA_OPERSTATE: u8,
    IFLA_LINKINFO: linkInfo,
    IFLA_LINK_NETNSID: i32,
    IFLA_EXT_MASK: u32,
  }),
)

/** The settings of one type of link (IFLA_INFO_DATA). */
export type LinkData = NonNullable<NonNullable<ValueOf<typeof linkMessage>['IFLA_LINKINFO']>['IFLA_INFO_DATA']>
