declare const macBrand: unique symbol
/** An Ethernet address in canonical text: six lower-case hex pairs with colons. */
export type Mac = string & { readonly [macBrand]: true }

export function macFromBytes(bytes: Uint8Array): Mac {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':') as Mac
}

export function macBytes(mac: Mac): Uint8Array {
  return Uint8Array.from(mac.split(':'), (pair) => Number.parseInt(pair, 16))
}

/** The virtual router MAC of RFC 9568 section 7.3. */
export function virtualRouterMac(family: 4 | 6, vrid: number): Mac {
  return macFromBytes(Uint8Array.of(0, 0, 0x5e, 0, family === 4 ? 1 : 2, vrid))
}
