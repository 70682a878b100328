import { showDuration } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import {
  addressWords,
  asSeconds,
  dumped,
  enabled,
  holdsAddresses,
  indented,
  lastTransition,
  writtenWords,
} from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'

/** The text of keepalived.data: for people, in keepalived's layout, with what kac knows. */
export function dataDump(snapshot: StatusSnapshot, { vrrpInstances, global }: Config): string {
  const instances = dumped(snapshot.routers, vrrpInstances)
  return [
    '------< Global definitions >------',
    ...indented(1, [`Router ID = ${global.routerId ?? snapshot.host}`]),
    '------< VRRP Topology >------',
    ...instances.flatMap(([instance, router]) => instanceLines(instance, router, snapshot)),
    '',
  ].join('\n')
}

function instanceLines(instance: VrrpInstance, router: RouterStatus, snapshot: StatusSnapshot): string[] {
  return [
    ...indented(1, [`VRRP Instance = ${instance.name}`]),
    ...indented(3, [...stateLines(instance, router, snapshot), ...settingLines(instance)]),
    ...addressLines(instance, router),
  ]
}

function stateLines({ version }: VrrpInstance, router: RouterStatus, snapshot: StatusSnapshot): string[] {
  const { state, reason, master, basePriority, effectivePriority } = router
  const at = lastTransition(router, snapshot)
  return [
    `VRRP Version = ${version}`,
    `State = ${state}`,
    `Reason = ${reason}`,
    `Wantstate = ${state}`,
    `Last transition = ${at.toFixed(6)} (${new Date(at * 1000).toISOString()})`,
    ...(master && state !== 'MASTER'
      ? [`Master router = ${master.address}`, `Master priority = ${master.priority}`]
      : []),
    `Master down timer = ${Math.round(router.masterDownIntervalSeconds * 1e6)} usecs`,
    `Priority = ${basePriority}`,
    `Effective priority = ${effectivePriority}`,
  ]
}

function settingLines(instance: VrrpInstance): string[] {
  const { unicastPeers, authentication, family } = instance
  return [
    ...(instance.interface === '' ? [] : [`Interface = ${instance.interface}`]),
    ...(unicastPeers.length === 0 && family === 4 ? [`Multicast address ${instance.multicastGroup}`] : []),
    `Gratuitous ARP delay = ${asSeconds(instance.garpMasterDelay)}`,
    `Gratuitous ARP repeat = ${instance.garpMasterRepeat}`,
    `Gratuitous ARP refresh = ${asSeconds(instance.garpMasterRefresh)}`,
    `Gratuitous ARP refresh repeat = ${instance.garpMasterRefreshRepeat}`,
    `Gratuitous ARP lower priority delay = ${asSeconds(instance.garpLowerPrioDelay)}`,
    `Gratuitous ARP lower priority repeat = ${instance.garpLowerPrioRepeat}`,
    `Down timer adverts = ${instance.downTimerAdverts}`,
    `Send advert after receive lower priority advert = ${!instance.lowerPrioNoAdvert}`,
    `Send advert after receive higher priority advert = ${instance.higherPrioSendAdvert}`,
    `Virtual Router ID = ${instance.virtualRouterId}`,
    `Advert interval = ${advertInterval(instance)}`,
    `Accept = ${enabled(instance.accept)}`,
    `Preempt = ${enabled(instance.preempt)}`,
    ...(instance.preemptDelay > 0 ? [`Preempt delay = ${showDuration(instance.preemptDelay)}`] : []),
    `Promote_secondaries = ${enabled(instance.promoteSecondaries)}`,
    ...(authentication
      ? [`Authentication type = ${authenticationNames[authentication.type]}`, 'Password = ********']
      : []),
  ]
}

const authenticationNames = { PASS: 'SIMPLE_PASSWORD', AH: 'IPSEC_AH' } as const

function advertInterval({ version, advertInterval: interval }: VrrpInstance): string {
  return version === 2 ? `${asSeconds(interval)} sec` : `${asSeconds(interval) * 1000} milli-sec`
}

function addressLines(instance: VrrpInstance, router: RouterStatus): string[] {
  const { virtualAddresses, excludedAddresses, virtualRoutes, virtualRules, unicastPeers } = instance
  const isSet = holdsAddresses(router)
  const addresses = (list: typeof virtualAddresses) => list.map((line) => addressWords(line, { isSet }))
  return [
    ...listed(
      'Unicast Peer :',
      unicastPeers.map(({ address }) => address),
    ),
    ...listed(`Virtual IP (${virtualAddresses.length}):`, addresses(virtualAddresses)),
    ...listed('Virtual IP Excluded :', addresses(excludedAddresses)),
    ...listed('Virtual Routes :', virtualRoutes.map(writtenWords)),
    ...listed('Virtual Rules :', virtualRules.map(writtenWords)),
  ]
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...indented(3, [title]), ...indented(5, lines)]
}
