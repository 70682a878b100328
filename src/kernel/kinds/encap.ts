import { Buffer } from 'node:buffer'
import { type Ip, parseIp } from '../../base/index.ts'
import { LWTUNNEL_ENCAP_ILA, LWTUNNEL_ENCAP_IP, LWTUNNEL_ENCAP_IP6, LWTUNNEL_ENCAP_MPLS } from '../wire/constants.ts'
import { encapMessages, encode, type Type } from '../wire/index.ts'
import type { Encap } from './route-value.ts'

/** What a tunnel of IPv4 or IPv6 packets has; `id` is 64 bits in decimal. */
interface Tunnel {
  readonly id?: string
  readonly dst?: Ip
  readonly src?: Ip
  readonly flags?: number
}

export type EncapSpec =
  | (Tunnel & { readonly kind: 'ip'; readonly tos?: number; readonly ttl?: number })
  | (Tunnel & { readonly kind: 'ip6'; readonly tc?: number; readonly hoplimit?: number })
  /** From outside in. */
  | { readonly kind: 'mpls'; readonly labels: readonly number[] }
  /** Four groups of hexadecimal digits. */
  | { readonly kind: 'ila'; readonly locator: string }

/** The encapsulation as the kernel gives it back: a tunnel with all that it has, zero where nobody said. */
export function encapOf(spec: EncapSpec): Encap {
  switch (spec.kind) {
    case 'ip':
      return encap(LWTUNNEL_ENCAP_IP, encapMessages.ip, {
        LWTUNNEL_IP_ID: BigInt(spec.id ?? 0),
        LWTUNNEL_IP_DST: spec.dst ?? none4,
        LWTUNNEL_IP_SRC: spec.src ?? none4,
        LWTUNNEL_IP_TOS: spec.tos ?? 0,
        LWTUNNEL_IP_TTL: spec.ttl ?? 0,
        LWTUNNEL_IP_FLAGS: spec.flags ?? 0,
      })
    case 'ip6':
      return encap(LWTUNNEL_ENCAP_IP6, encapMessages.ip6, {
        LWTUNNEL_IP6_ID: BigInt(spec.id ?? 0),
        LWTUNNEL_IP6_DST: spec.dst ?? none6,
        LWTUNNEL_IP6_SRC: spec.src ?? none6,
        LWTUNNEL_IP6_TC: spec.tc ?? 0,
        LWTUNNEL_IP6_HOPLIMIT: spec.hoplimit ?? 0,
        LWTUNNEL_IP6_FLAGS: spec.flags ?? 0,
      })
    case 'mpls':
      return encap(LWTUNNEL_ENCAP_MPLS, encapMessages.mpls, { MPLS_IPTUNNEL_DST: spec.labels })
    case 'ila': {
      const digits = spec.locator.split(':').map((group) => group.padStart(4, '0'))
      return encap(LWTUNNEL_ENCAP_ILA, encapMessages.ila, { ILA_ATTR_LOCATOR: BigInt(`0x${digits.join('')}`) })
    }
  }
}

const none4 = parseIp('0.0.0.0') as Ip
const none6 = parseIp('::') as Ip

function encap<T>(type: number, format: Type<T>, fields: T): Encap {
  return { type, data: Buffer.from(encode(format, fields)).toString('hex') }
}
