import { attributes } from './attributes.ts'
import { be16, be32, be64, ip, type Type, u8 } from './types.ts'

/** A stack of labels (RFC 3032), from outside in: label, 3 bits of traffic class, bottom of stack, TTL. */
const labelStack: Type<readonly number[]> = {
  read: (from, start, end) =>
    (end - start) % 4 === 0
      ? Array.from({ length: (end - start) / 4 }, (_, i) => from.getUint32(start + 4 * i) >>> 12)
      : undefined,
  write: (out, labels, siblings) => {
    for (const [i, label] of labels.entries()) {
      const bottom = i === labels.length - 1 ? 0x100 : 0
      be32.write(out, label * 0x1000 + bottom, siblings)
    }
  },
}

/** RTA_ENCAP of each type (linux/lwtunnel.h, linux/mpls_iptunnel.h, linux/ila.h), in the kernel's own order. */
export const encapMessages = {
  ip: attributes({
    LWTUNNEL_IP_ID: be64,
    LWTUNNEL_IP_DST: ip,
    LWTUNNEL_IP_SRC: ip,
    LWTUNNEL_IP_TOS: u8,
    LWTUNNEL_IP_TTL: u8,
    LWTUNNEL_IP_FLAGS: be16,
  }),
  ip6: attributes({
    LWTUNNEL_IP6_ID: be64,
    LWTUNNEL_IP6_DST: ip,
    LWTUNNEL_IP6_SRC: ip,
    LWTUNNEL_IP6_TC: u8,
    LWTUNNEL_IP6_HOPLIMIT: u8,
    LWTUNNEL_IP6_FLAGS: be16,
  }),
  mpls: attributes({ MPLS_IPTUNNEL_DST: labelStack }),
  ila: attributes({ ILA_ATTR_LOCATOR: be64 }),
}
