import { type Family, type Findings, familyOf } from '../../base/index.ts'
import type { ConfigDraft, VirtualAddressDraft, VrrpInstanceDraft } from '../config.ts'
import type { RouterRule } from './context.ts'
import { settleTrackGroup } from './lines.ts'
import { placesOf } from './names.ts'

type AnyAddress = Omit<VirtualAddressDraft, 'useVmac'>

/** Options of each address that depend on its family, and on each other. */
export const settleAddressOptions: RouterRule = (router, { findings }) => {
  for (const field of ['virtualAddresses', 'excludedAddresses'] as const) {
    for (const address of router[field]) tellRedundant(address, router, findings)
    router[field] = router[field].filter((address) => settleOptions(address, router.interface, findings))
  }
}

function tellRedundant(
  { useVmac, dev, spans, at }: VirtualAddressDraft,
  { vmac, vmacForAddresses, interface: own }: VrrpInstanceDraft,
  findings: Findings,
): void {
  if (!useVmac || !(vmacForAddresses || (vmac && (dev ?? own) === own))) return
  const without = `of its own: the instance has ${vmacForAddresses ? 'use_vmac_addr' : 'use_vmac'}`
  findings.report('bind/no-effect', { keyword: 'use_vmac', without }, spans.useVmac ?? at)
}

/** Addresses of this host, and the group that suffers with them. */
export function settleStaticAddresses(draft: ConfigDraft, findings: Findings): void {
  const groups = placesOf(draft.trackGroups)
  draft.staticAddresses = draft.staticAddresses.filter((address) =>
    settleOptions(address, draft.global.defaultInterface, findings),
  )
  for (const address of draft.staticAddresses) {
    settleTrackGroup(address, { keyword: 'dev', name: address.dev }, groups, findings)
  }
}

/** False when the address is left out. */
function settleOptions(address: AnyAddress, dev: string | undefined, findings: Findings): boolean {
  address.dev ??= dev
  if (address.dev === '') {
    findings.report('bind/missing-keyword', { block: address.address, keyword: 'dev' }, address.at)
    return false
  }
  settlePeer(address, findings)
  if (familyOf(address.address) === 4) {
    address.nodad = false
    if (address.preferredLifetime !== undefined) delete address.preferredLifetime
    settleBroadcast(address, findings)
    return true
  }
  address.nodad ??= true
  address.preferredLifetime ??= address.prefix === 128 ? 0 : 'forever'
  if (address.scope !== 0) ipv4Only('scope', address, findings)
  if (address.label !== undefined) ipv4Only('label', address, findings)
  if (address.broadcast !== undefined) ipv4Only('broadcast', address, findings)
  address.scope = 0
  if (address.label !== undefined) delete address.label
  return address.broadcast === undefined
}

function ipv4Only(
  option: 'scope' | 'label' | 'broadcast',
  { address, spans, at }: AnyAddress,
  findings: Findings,
): void {
  findings.report('bind/option-of-ipv4', { option, address }, spans[option] ?? at)
}

function settlePeer(address: AnyAddress, findings: Findings): void {
  const { peer, prefix, spans, at } = address
  if (peer === undefined) return
  if (familyOf(peer) !== familyOf(address.address)) {
    findings.report('bind/peer-family', { peer }, spans.peer ?? at)
    delete address.peer
    return
  }
  const single = familyOf(peer) === 4 ? 32 : 128
  if (prefix !== single) findings.report('bind/peer-prefix', { prefix }, at)
  address.prefix = single
}

function settleBroadcast(address: AnyAddress, findings: Findings): void {
  const { broadcast, peer, prefix, spans, at } = address
  if (broadcast === undefined) return
  const why =
    peer !== undefined
      ? 'the address has a peer'
      : (broadcast === '+' || broadcast === '-') && prefix > 30
        ? `a /${prefix} has no room for one`
        : undefined
  if (why === undefined) return
  findings.report('bind/broadcast-unused', { why }, spans.broadcast ?? at)
  delete address.broadcast
}

/** The same address twice, whatever the prefix; an excluded one may be on another interface. */
export const dropRepeatedAddresses: RouterRule = (router, { findings }) => {
  const seen = new Map<string, VirtualAddressDraft>()
  const isNew = (address: VirtualAddressDraft): boolean => {
    const before = seen.get(address.address)
    if (!before || before.dev !== address.dev) {
      seen.set(address.address, before ?? address)
      return true
    }
    const related = [{ span: before.at, message: 'listed here before' }]
    findings.report('bind/duplicate-address', { address: address.address }, address.at, { related })
    return false
  }
  router.virtualAddresses = router.virtualAddresses.filter(isNew)
  router.excludedAddresses = router.excludedAddresses.filter(isNew)
}

/** Addresses that an advert of 1500 bytes has room for, counting an Ethernet header as keepalived does. */
function roomOf(family: Family, { hmac }: VrrpInstanceDraft): number {
  const trailer = hmac && hmac.mode !== 'receive-only' ? 28 : 0
  return family === 4 ? 255 : Math.floor((1500 - 14 - 40 - 8 - trailer) / 16)
}

export const requireAddresses: RouterRule = (router, { findings }) => {
  const { name, virtualAddresses, version, strict, withoutAddresses, family = 4 } = router
  const fit = roomOf(family, router)
  if (virtualAddresses.length === 0) {
    if (withoutAddresses && !strict) return
    const at = router.spans.virtualAddresses ?? router.at
    if (version === 3 || strict) findings.refuse('bind/no-addresses', { name }, at)
    else findings.report('bind/without-addresses', { name }, at)
  } else if (virtualAddresses.length > fit) {
    const first = virtualAddresses[fit]
    findings.report('bind/too-many-addresses', { name, fit, count: virtualAddresses.length }, first?.at ?? router.at)
    router.excludedAddresses = [...virtualAddresses.slice(fit), ...router.excludedAddresses]
    router.virtualAddresses = virtualAddresses.slice(0, fit)
  }
}
