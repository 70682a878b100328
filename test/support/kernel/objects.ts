import { type Ip, type Mac, parseIp } from '../../../src/base/index.ts'
import { type Address, type Link, ownProtocol, type Route, type Rule } from '../../../src/kernel/index.ts'

/** Objects as kac would make them, on an interface e0; what is not said is the default. */

export function ip(text: string): Ip {
  const address = parseIp(text)
  if (address === undefined) throw new Error(`not an address: ${text}`)
  return address
}

export function address(text: string, fields: Partial<Address> = {}): Address {
  const ipv4 = !text.includes(':') && { scope: 0 }
  const common = { prefix: 24, dev: 'e0', flags: [], preferredLifetime: 'forever', protocol: ownProtocol } as const
  return { address: ip(text), ...common, ...ipv4, ...fields }
}

export function route(text: string, prefix: number, fields: Partial<Route> = {}): Route {
  const common = {
    type: 1,
    table: 254,
    metric: 0,
    tos: 0,
    scope: 0,
    protocol: ownProtocol,
    onlink: false,
    nexthops: [],
  }
  return { destination: { address: ip(text), prefix }, ...common, ...fields }
}

export function rule(priority: number, fields: Partial<Rule> = {}): Rule {
  const action = { kind: 'table', table: 300 } as const
  return { family: 4, priority, invert: false, tos: 0, action, protocol: ownProtocol, ...fields }
}

export function macvlan(name: string, mode = 1): Link {
  const mac = `02:00:00:00:01:0${name.slice(-1)}` as Mac
  return { name, index: 0, mac, mtu: 0, flags: 1, parent: 'e0', type: 'macvlan', data: { IFLA_MACVLAN_MODE: mode } }
}
