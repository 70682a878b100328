import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NFT_CMP_EQ,
  NFT_CMP_GTE,
  NFT_CMP_LTE,
  NFT_META_IIFNAME,
  NFT_META_OIFNAME,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFT_REG_2,
} from '../wire/constants.ts'
import type { Expression } from '../wire/index.ts'
import { address, counted, is, isIn, isNotIn, isOfFamily, isProtocol, meta, payload, verdict } from './expressions.ts'
import type { Chain } from './filter-table.ts'

const [igmp, icmpv6] = [2, 58]
/** ICMPv6 types (RFC 4861 section 4). */
const [solicitation, advertisement] = [135, 136]

/**
 * What is kept from the addresses of a router without accept mode, and what macvlans must not say. The sets are filled
 * by the roles; without elements nothing is dropped.
 */
export function chainsOf({ counters }: { readonly counters: boolean }): readonly Chain[] {
  const drop = [...counted(counters), ...verdict(NF_DROP)]
  const neighbours = [...icmp(solicitation, advertisement), ...verdict(NF_ACCEPT)]
  return [
    {
      name: 'in',
      hook: NF_INET_LOCAL_IN,
      rules: [
        // RFC 9568 section 6.4.3: whoever does not accept packets still answers for the address.
        neighbours,
        [
          ...ipv6,
          ...address(6, 'destination'),
          ...meta(NFT_META_IIFNAME, NFT_REG_2),
          ...isIn('vips6_link_local'),
          ...drop,
        ],
        [...ipv6, ...address(6, 'destination'), ...isIn('vips6'), ...drop],
        [...ipv4, ...address(4, 'destination'), ...isIn('vips'), ...drop],
      ],
    },
    {
      name: 'out',
      hook: NF_INET_LOCAL_OUT,
      rules: [
        // A macvlan whose router is not Master says nothing but adverts: switches look for its MAC address where it is heard.
        ...[igmp, icmpv6].map((protocol) => [...isSilent, ...isProtocol(protocol), ...drop]),
        // The interface below answers for the link-local address that both have.
        [
          ...icmp(advertisement, advertisement),
          ...meta(NFT_META_OIFNAME),
          ...isIn('vmacs'),
          ...address(6, 'source'),
          ...meta(NFT_META_OIFNAME, NFT_REG_2),
          ...isNotIn('announced'),
          ...drop,
        ],
        neighbours,
        [...ipv6, ...address(6, 'source'), ...meta(NFT_META_OIFNAME, NFT_REG_2), ...isIn('vips6_link_local'), ...drop],
        [...ipv6, ...address(6, 'source'), ...isIn('vips6'), ...drop],
        [...ipv4, ...address(4, 'source'), ...isIn('vips'), ...drop],
      ],
    },
  ]
}

const ipv4 = isOfFamily(4)
const ipv6 = isOfFamily(6)
const isSilent = [...meta(NFT_META_OIFNAME), ...isIn('vmacs'), ...meta(NFT_META_OIFNAME), ...isNotIn('masters')]

/** An ICMPv6 message of a type from `first` to `last`. */
function icmp(first: number, last: number): Expression[] {
  return [
    ...ipv6,
    ...isProtocol(icmpv6),
    ...payload({ base: NFT_PAYLOAD_TRANSPORT_HEADER, offset: 0, length: 1 }),
    ...(first === last ? is(NFT_CMP_EQ, first) : [...is(NFT_CMP_GTE, first), ...is(NFT_CMP_LTE, last)]),
  ]
}
