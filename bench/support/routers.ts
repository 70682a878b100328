import { ipFromBytes } from '../../src/base/index.ts'

export interface Fleet {
  /** At most 250: VRIDs of one interface. */
  readonly routers: number
  readonly addresses: number
  readonly interval: number
  readonly priority: number
  /** Besides the others, in the first router. */
  readonly extra?: string
}

/** Many virtual routers on eth0, each with some addresses of 10.64.0.0/10. */
export function configuration({ routers, addresses, interval, priority, extra }: Fleet): string {
  return Array.from({ length: routers }, (_, router) => {
    const lines = Array.from({ length: addresses }, (__, index) => `    ${addressAt(router * addresses + index)}/32`)
    if (router === 0 && extra !== undefined) lines.push(`    ${extra}/32`)
    return `vrrp_instance VI_${router + 1} {
  interface eth0
  virtual_router_id ${router + 1}
  priority ${priority}
  version 3
  advert_int ${interval}
  virtual_ipaddress {
${lines.slice(0, 1).join('\n')}
  }
  virtual_ipaddress_excluded {
${lines.slice(1).join('\n')}
  }
}
`
  }).join('')
}

/** The address with this number. */
export function addressAt(index: number): string {
  return ipFromBytes(Uint8Array.of(10, 64 + (index >> 16), (index >> 8) & 0xff, index & 0xff))
}
