import { familyOf, type Ip, ipBytes, ipFromBytes } from '../../base/index.ts'
import {
  AF_INET,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_SECONDARY,
  NLM_F_CREATE,
  NLM_F_REPLACE,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_NEWADDR,
} from '../wire/constants.ts'
import { addressMessage, decode } from '../wire/index.ts'
import { given, indexOf, ipv4Resource, type Links, type ListedKind, linkResource, settings } from './kind.ts'
import { familyNumber, request } from './request.ts'

/** Flags that are set by whoever adds an address; the kernel's own (tentative, secondary ...) are not among them. */
const flagNumbers = {
  home: IFA_F_HOMEADDRESS,
  nodad: IFA_F_NODAD,
  mngtmpaddr: IFA_F_MANAGETEMPADDR,
  noprefixroute: IFA_F_NOPREFIXROUTE,
  autojoin: IFA_F_MCAUTOJOIN,
}

export type AddressFlag = keyof typeof flagNumbers
const flagNames = Object.keys(flagNumbers) as AddressFlag[]

/** An address of an interface. */
export interface Address {
  readonly address: Ip
  /** Prefix length; of the peer where there is one. */
  readonly prefix: number
  /** Name of the interface. */
  readonly dev: string
  readonly peer?: Ip
  /** IPv4 only. */
  readonly broadcast?: Ip
  /** IPv4 only, where it is not the interface's name. */
  readonly label?: string
  /** IPv4 only (RT_SCOPE_*); the scope of an IPv6 address follows from it. */
  readonly scope?: number
  /** In the order of `flagNumbers`. */
  readonly flags: readonly AddressFlag[]
  /** Seconds until it is no longer chosen as a source; 0 is never. */
  readonly preferredLifetime: number | 'forever'
  /**
   * An IPv4 address that came after another of its subnet. The kernel may remove it along with that one
   * (net.ipv4.conf.*.promote_secondaries). Nothing that anybody can ask for.
   */
  readonly secondary?: true
  /** Who added it (IFA_PROTO). Absent before Linux 5.18 and where nobody said. */
  readonly protocol?: number
}

const infinity = 0xffffffff

export const addressKind: ListedKind<Address> = {
  rank: 20,
  // IPv4 may have an address several times with other prefixes; IPv6 has it once for each interface.
  key: (address) => (isIpv4(address) ? title(address) : `${address.address} dev ${address.dev}`),
  same: (live, want) => identical(live, want) && live.flags.join() === want.flags.join() && lives(live, want),
  origin: (address) => address.protocol,
  show: (address) => ({ title: title(address), settings: shownSettings(address) }),
  provides,
  needs: (address) => [linkResource(address.dev)],
  follows: (address) => (isIpv4(address) ? [subnetResource(address)] : []),
  dump: request(RTM_GETADDR, 0, addressMessage, {}),
  decode: (frame, links) => (frame.type === RTM_NEWADDR ? decodeAddress(frame.body, links) : undefined),
  create: (address, links) => [put(address, links)],
  remove: (address, links) => [
    request(RTM_DELADDR, 0, addressMessage, {
      ...identity(address, links),
      IFA_LOCAL: address.address,
      IFA_ADDRESS: address.peer ?? address.address,
    }),
  ],
  canUpdate: identical,
  update: (to, links) => [put(to, links)],
  upserts: true,
}

/** What an address is to the routes that name it as their source. */
export function addressResource(address: Ip): string {
  return `address ${address}`
}

/** Flags in the order in which an address lists them. */
export function addressFlags(wanted: Readonly<Partial<Record<AddressFlag, boolean>>>): AddressFlag[] {
  return flagNames.filter((name) => wanted[name])
}

function provides(address: Address): string[] {
  const own = addressResource(address.address)
  if (!isIpv4(address)) return [own]
  return [own, ipv4Resource(address.dev), ...(address.secondary ? [] : [subnetResource(address)])]
}

/** What the first IPv4 address of a subnet is to the others. */
function subnetResource({ address, peer = address, prefix, dev }: Address): string {
  const network = ipBytes(peer).map((byte, i) => byte & (0xff00 >> Math.min(Math.max(prefix - 8 * i, 0), 8)))
  return `subnet ${ipFromBytes(network)}/${prefix} dev ${dev}`
}

function isIpv4({ address }: Address): boolean {
  return familyOf(address) === 4
}

function title({ address, prefix, peer, dev }: Address): string {
  return peer === undefined ? `${address}/${prefix} dev ${dev}` : `${address} peer ${peer}/${prefix} dev ${dev}`
}

function shownSettings({ broadcast, label, scope, flags, preferredLifetime }: Address) {
  return settings({
    broadcast,
    label,
    scope: scope === 0 ? undefined : scope,
    flags: flags.join(' '),
    preferred_lft: preferredLifetime === 'forever' ? undefined : preferredLifetime,
  })
}

/** Equal in all that the kernel can not change while the address stays. Of IPv4 it can change no flag. */
function identical(a: Address, b: Address): boolean {
  return fixedPart(a) === fixedPart(b)
}

function fixedPart(address: Address): string {
  const flags = address.flags.filter((flag) => flag === 'autojoin' || isIpv4(address))
  return [title(address), address.broadcast, address.label, address.scope, ...flags].join()
}

/** A limited lifetime runs down, so that any remainder of the wanted one is as good as the whole. */
function lives({ preferredLifetime: live }: Address, { preferredLifetime: want }: Address): boolean {
  return live === want || (live !== 'forever' && want !== 'forever' && live < want)
}

function identity({ address, prefix, dev }: Address, links: Links) {
  return { ifa_family: familyNumber(familyOf(address)), ifa_prefixlen: prefix, ifa_index: indexOf(links, dev) }
}

/** Replaces too, so that adding again an address that is still there is no failure. */
function put(address: Address, links: Links) {
  const { preferredLifetime } = address
  return request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, addressMessage, {
    ...identity(address, links),
    ifa_scope: address.scope ?? 0,
    IFA_CACHEINFO:
      preferredLifetime === 'forever'
        ? undefined
        : { ifa_prefered: preferredLifetime, ifa_valid: infinity, cstamp: 0, tstamp: 0 },
    IFA_LOCAL: address.address,
    IFA_BROADCAST: address.broadcast,
    IFA_FLAGS: address.flags.reduce((sum, flag) => sum | flagNumbers[flag], 0) || undefined,
    IFA_LABEL: address.label,
    IFA_ADDRESS: address.peer,
    IFA_PROTO: address.protocol,
  })
}

function decodeAddress(body: Uint8Array, links: Links): Address | undefined {
  const fields = decode(addressMessage, body)
  const dev = links.nameOf(fields.ifa_index)
  const address = fields.IFA_LOCAL ?? fields.IFA_ADDRESS
  if (dev === undefined || address === undefined) return undefined
  const flags = fields.IFA_FLAGS ?? fields.ifa_flags
  const preferred = fields.IFA_CACHEINFO?.ifa_prefered ?? infinity
  const { IFA_ADDRESS: peer, IFA_LABEL: label } = fields
  return {
    address,
    prefix: fields.ifa_prefixlen,
    dev,
    flags: flagNames.filter((name) => flags & flagNumbers[name]),
    preferredLifetime: preferred === infinity ? 'forever' : preferred,
    ...given({
      peer: peer === address ? undefined : peer,
      broadcast: fields.IFA_BROADCAST,
      label: label === dev ? undefined : label,
      scope: fields.ifa_family === AF_INET ? fields.ifa_scope : undefined,
      secondary: fields.ifa_family === AF_INET && flags & IFA_F_SECONDARY ? (true as const) : undefined,
      protocol: fields.IFA_PROTO,
    }),
  }
}
