import type { Findings } from '../../base/index.ts'
import type { VrrpInstanceDraft } from '../config.ts'
import type { RouterRule } from './context.ts'
import { endOf } from './names.ts'
import { meantUnicast } from './unicast.ts'

/** Settings that only go with a macvlan, with unicast, or with nopreempt. */
export const settleDevice: RouterRule = (router, { findings }) => {
  const { spans, at, unicastPeers } = router
  const onAnother = spans.vmac ?? spans.ipvlan
  const clear = (keyword: string, without: string, field: 'vmacTransmitBase' | 'promoteSecondaries' | 'vrf') => {
    findings.report('bind/no-effect', { keyword, without }, spans[field] ?? at)
  }
  if (onAnother && meantUnicast(router) && !router.vmacTransmitBase) {
    router.vmacTransmitBase = true
    findings.report('bind/transmit-base', {}, ...endOf(router, onAnother, 'what it is for'))
  }
  if (router.vmacTransmitBase && !router.vmac) {
    router.vmacTransmitBase = false
    clear('vmac_xmit_base', 'without use_vmac', 'vmacTransmitBase')
  }
  if (router.promoteSecondaries && (router.vmac || router.ipvlan)) {
    router.promoteSecondaries = false
    clear('promote_secondaries', 'with use_vmac or use_ipvlan', 'promoteSecondaries')
  }
  if (router.vrf !== undefined && (spans.interface || unicastPeers.length === 0)) {
    delete router.vrf
    clear('vrf', 'with an interface, or without unicast', 'vrf')
  }
  const owner = router.priority === 255
  const wrong = owner ? router.ownerIgnoreAdverts === false : router.ownerIgnoreAdverts === true
  if (spans.ownerIgnoreAdverts && wrong) {
    if (!owner) router.ownerIgnoreAdverts = false
    const without = owner ? 'off with priority 255' : 'without priority 255'
    const hint = { hint: 'kac does what is written' }
    findings.report(
      'bind/no-effect',
      { keyword: 'owner_ignore_adverts', without },
      spans.ownerIgnoreAdverts,
      owner ? hint : {},
    )
  }
}

/** A macvlan has one name and a name one macvlan. */
export function dropSharedNames(routers: readonly VrrpInstanceDraft[], findings: Findings): void {
  const taken = new Set<string>()
  for (const router of routers) {
    const { name, ...rest } = router.vmac ?? {}
    if (name === undefined) continue
    if (taken.has(name)) {
      router.vmac = rest
      findings.report('bind/duplicate-name', { block: 'macvlan', name }, router.spans.vmac ?? router.at)
    }
    taken.add(name)
  }
}
