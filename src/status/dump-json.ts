import type { Config, VirtualAddress, VrrpInstance } from '../bind/index.ts'
import { Devices } from '../desired/index.ts'
import { processObjects, trackedNames } from './dump-tracked.ts'
import {
  addressWords,
  asSeconds,
  dumped,
  holdsAddresses,
  lastTransition,
  placeWords,
  scriptWords,
  stateNumbers,
  writtenWords,
} from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'
import { statisticsOf } from './statistics.ts'

/** The text of keepalived.json, in one line. Undefined without an instance: then there is no file. */
export function jsonDump(snapshot: StatusSnapshot, config: Config): string | undefined {
  const instances = dumped(snapshot.routers, config.vrrpInstances).map(([instance, router]) => ({
    data: dataOf(instance, router, snapshot, config),
    stats: statisticsOf(instance, router),
  }))
  if (instances.length === 0) return undefined
  const processes = processObjects(snapshot, config)
  const whole = { vrrp: instances, ...(processes.length > 0 && { track_process: processes }) }
  return `${JSON.stringify(config.global.jsonVersion === 2 ? whole : instances).replaceAll('/', '\\/')}\n`
}

function dataOf(instance: VrrpInstance, router: RouterStatus, snapshot: StatusSnapshot, config: Config): object {
  const device = Devices.of(config).own(instance)?.name
  const sending = device ?? instance.interface
  return {
    iname: instance.name,
    dont_track_primary: number(!instance.trackPrimary),
    skip_check_adv_addr: number(instance.skipCheckAdvertAddresses),
    strict_mode: number(instance.strict),
    vmac_ifname: device ?? '',
    ...(sending !== '' && { ifp_ifname: sending }),
    // Of another router: a master has none above it.
    master_priority: router.state === 'MASTER' ? 0 : (router.master?.priority ?? 0),
    last_transition: lastTransition(router, snapshot),
    ...announcementsOf(instance),
    vrid: instance.virtualRouterId,
    base_priority: router.basePriority,
    effective_priority: router.effectivePriority,
    vipset: router.state === 'MASTER',
    promote_secondaries: instance.promoteSecondaries,
    adver_int: router.advertIntervalSeconds,
    master_adver_int: router.masterAdvertIntervalSeconds,
    accept: number(instance.accept),
    nopreempt: !instance.preempt,
    preempt_delay: wholeSeconds(instance.preemptDelay),
    state: stateNumbers[router.state],
    wantstate: stateNumbers[router.state],
    version: instance.version,
    smtp_alert: instance.mailAlerts,
    notify_deleted: instance.notifyDeleted !== undefined,
    ...scriptsOf(instance),
    ...listsOf(instance, router, config),
    ...authenticationOf(instance),
  }
}

function announcementsOf(instance: VrrpInstance): object {
  return {
    garp_delay: asSeconds(instance.garpMasterDelay),
    garp_refresh: wholeSeconds(instance.garpMasterRefresh),
    garp_rep: instance.garpMasterRepeat,
    garp_refresh_rep: instance.garpMasterRefreshRepeat,
    garp_lower_prio_delay: wholeSeconds(instance.garpLowerPrioDelay),
    garp_lower_prio_rep: instance.garpLowerPrioRepeat,
    lower_prio_no_advert: number(instance.lowerPrioNoAdvert),
    higher_prio_send_advert: number(instance.higherPrioSendAdvert),
  }
}

function scriptsOf(instance: VrrpInstance): object {
  const scripts = {
    script_backup: instance.notifyBackup,
    script_master: instance.notifyMaster,
    script_fault: instance.notifyFault,
    script_stop: instance.notifyStop,
    script_deleted: instance.notifyDeleted?.argv.length ? instance.notifyDeleted : undefined,
    script: instance.notify,
    script_master_rx_lower_pri: instance.notifyLowerPriority,
  }
  const set = Object.entries(scripts).flatMap(([name, script]) => (script ? [[name, scriptWords(script)]] : []))
  return Object.fromEntries(set)
}

function listsOf(instance: VrrpInstance, router: RouterStatus, config: Config): object {
  const [isSet, placeOf] = [holdsAddresses(router), placeWords(config)]
  const address = (line: VirtualAddress) => addressWords(line, { place: placeOf(line, instance), isSet })
  const lists = {
    vips: instance.virtualAddresses.map(address),
    evips: instance.excludedAddresses.map(address),
    vroutes: instance.virtualRoutes.map(writtenWords),
    vrules: instance.virtualRules.map(writtenWords),
    ...trackedNames(instance, config),
  }
  // keepalived leaves empty lists out.
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

function authenticationOf({ authentication }: VrrpInstance): object {
  if (!authentication) return { auth_type: 0 }
  return { auth_type: authentication.type === 'AH' ? 2 : 1, auth_data: '********' }
}

/** Of some settings keepalived says the whole seconds alone. */
function wholeSeconds(micros: number): number {
  return Math.floor(asSeconds(micros))
}

function number(flag: boolean | undefined): 0 | 1 {
  return flag ? 1 : 0
}
