import { seconds } from '../../base/index.ts'
import type { VrrpInstanceDraft } from '../config.ts'
import type { FinishContext, RouterRule } from './context.ts'

/** What the letter of the RFC does not know. */
export const holdToStrictness: RouterRule = (router, cx) => {
  if (!router.strict) return
  const change = <F extends keyof VrrpInstanceDraft & keyof VrrpInstanceDraft['spans']>(
    field: F,
    to: VrrpInstanceDraft[F],
    what: string,
    used: string,
  ) => {
    if (router[field] === to) return
    if (to === undefined) delete router[field]
    else router[field] = to
    cx.findings.report('bind/strict', { what, used }, router.spans[field] ?? router.at)
  }
  if (router.unicastPeers.length > 0) {
    cx.findings.refuse(
      'bind/strict',
      { what: 'unicast', used: 'the file is refused' },
      router.spans.unicastPeers ?? router.at,
    )
  }
  if (router.family === 6) change('version', 3, 'version 2 over IPv6', 'version 3 is used')
  const state = router.priority === 255 ? 'MASTER' : 'BACKUP'
  change('state', state, `state ${router.state} with priority ${router.priority}`, `${state} is used`)
  change('authentication', undefined, 'authentication', 'it is left out')
  const { hmac } = router
  if (hmac && hmac.mode !== 'enforce') {
    cx.findings.report(
      'bind/strict',
      { what: `mode ${hmac.mode}`, used: 'enforce is used' },
      hmac.spans.mode ?? hmac.at,
    )
    hmac.mode = 'enforce'
  }
  change('preemptDelay', seconds(0), 'preempt_delay', 'there is none')
  change('downTimerAdverts', 3, 'down_timer_adverts other than 3', '3 is used')
  change('garpLowerPrioDelay', seconds(0), 'garp_lower_prio_delay', '0 is used')
  change('garpLowerPrioRepeat', 0, 'garp_lower_prio_repeat', '0 is used')
  change('lowerPrioNoAdvert', true, 'lower_prio_no_advert off', 'it is on')
  change('higherPrioSendAdvert', false, 'higher_prio_send_advert', 'it is off')
  change('vmacTransmitBase', false, 'vmac_xmit_base', 'it is left out')
  holdDevice(router, cx)
  if (router.version === 2 && router.priority !== 255) change('accept', false, 'accept in version 2', 'it is left out')
}

function holdDevice(router: VrrpInstanceDraft, { findings }: FinishContext): void {
  const { vmac, family, spans, at } = router
  if (vmac?.mac !== undefined) {
    const { mac, ...rest } = vmac
    router.vmac = rest
    const params = { what: `MAC address ${mac} in use_vmac`, used: 'the standard one is used' }
    findings.report('bind/strict', params, spans.vmac ?? at)
  }
  const [first] = router.virtualAddresses
  if (family === 6 && first && !/^fe[89ab]/.test(first.address)) {
    const what = `${first.address} as the first address, which is not link-local`
    findings.report('bind/strict', { what, used: 'keepalived uses it all the same' }, first.at)
  }
}
