import { type Config, referencesOf, type VrrpInstance } from '../bind/index.ts'
import { Devices } from '../desired/index.ts'
import { objectLines, paceLines } from './dump-objects.ts'
import { trackedLines } from './dump-tracked.ts'
import {
  addressWords,
  asSeconds,
  dumped,
  enabled,
  holdsAddresses,
  indented,
  lastTransition,
  listed,
  placeWords,
  section,
  writtenWords,
} from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'

/** The text of keepalived.data: for people, in keepalived's layout, with what kac knows. */
export function dataDump(snapshot: StatusSnapshot, config: Config): string {
  const { vrrpInstances, global } = config
  const instances = dumped(snapshot.routers, vrrpInstances)
  return [
    '------< Global definitions >------',
    ...indented(1, [`Router ID = ${global.routerId ?? snapshot.host}`]),
    ...paceLines(config),
    ...standingLines(config),
    '------< VRRP Topology >------',
    ...instances.flatMap(([instance, router]) => instanceLines(instance, router, snapshot, config)),
    ...groupLines(snapshot, config),
    ...objectLines(snapshot, config),
    '',
  ].join('\n')
}

/** What is there whatever the roles. */
function standingLines({ staticAddresses, staticRoutes, staticRules, trackGroups }: Config): string[] {
  const addresses = staticAddresses.map((line) => addressWords(line, { place: line.dev, isSet: false }))
  return [
    ...section('Static Addresses', indented(5, addresses)),
    ...section('Static Routes', indented(5, staticRoutes.map(writtenWords))),
    ...section('Static Rules', indented(5, staticRules.map(writtenWords))),
    ...section(
      'Static Track groups',
      trackGroups.flatMap(({ name, members }) => [
        ...indented(1, [`Static Track Group = ${name}`]),
        ...listed('VRRP member instances :', members),
      ]),
    ),
  ]
}

function groupLines({ routers }: StatusSnapshot, { syncGroups }: Config): string[] {
  const groups = syncGroups.flatMap(({ name, members }) => {
    const states = new Set(routers.filter((router) => members.includes(router.name)).map(({ state }) => state))
    const [state = 'INIT'] = (['FAULT', 'BACKUP', 'MASTER'] as const).filter((each) => states.has(each))
    return [...indented(1, [`VRRP Sync Group = ${name}, ${state}`]), ...listed('VRRP member instances :', members)]
  })
  return section('VRRP Sync groups', groups)
}

function instanceLines(
  instance: VrrpInstance,
  router: RouterStatus,
  snapshot: StatusSnapshot,
  config: Config,
): string[] {
  const group = referencesOf(config).syncGroups.get(instance.name)
  return [
    ...indented(1, [`VRRP Instance = ${instance.name}`]),
    ...indented(3, [
      `VRRP Version = ${instance.version}`,
      ...(group ? [`Sync group = ${group.name}`] : []),
      ...stateLines(router, snapshot),
      ...interfaceLines(instance, config),
      ...settingLines(instance),
    ]),
    ...addressLines(instance, router, config),
    ...trackedLines(instance, config),
  ]
}

function stateLines(router: RouterStatus, snapshot: StatusSnapshot): string[] {
  const { state, reason, master, basePriority, effectivePriority } = router
  const at = lastTransition(router, snapshot)
  return [
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

function interfaceLines(instance: VrrpInstance, config: Config): string[] {
  const { interface: name, vmac } = instance
  const device = Devices.of(config).own(instance)?.name
  if (device === undefined) return name === '' ? [] : [`Interface = ${name}`]
  return [`Interface = ${device}, ${vmac ? 'vmac' : 'ipvlan'} on ${name}`]
}

function settingLines(instance: VrrpInstance): string[] {
  const { unicastPeers, authentication, family } = instance
  return [
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
    ...(instance.preemptDelay > 0 ? [`Preempt delay = ${asSeconds(instance.preemptDelay)} secs`] : []),
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

function addressLines(instance: VrrpInstance, router: RouterStatus, config: Config): string[] {
  const { virtualAddresses, excludedAddresses, virtualRoutes, virtualRules, unicastPeers } = instance
  const [isSet, placeOf] = [holdsAddresses(router), placeWords(config)]
  const addresses = (list: typeof virtualAddresses) =>
    list.map((line) => addressWords(line, { place: placeOf(line, instance), isSet }))
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
