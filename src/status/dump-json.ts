import type { Config, VrrpInstance } from '../bind/index.ts'
import {
  addressWords,
  asSeconds,
  dumped,
  holdsAddresses,
  lastTransition,
  scriptWords,
  stateNumbers,
  writtenWords,
} from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'
import { statisticsOf } from './statistics.ts'

/** The text of keepalived.json, in one line. Undefined without an instance: then there is no file. */
export function jsonDump(snapshot: StatusSnapshot, { global, vrrpInstances }: Config): string | undefined {
  const instances = dumped(snapshot.routers, vrrpInstances).map(([instance, router]) => ({
    data: dataOf(instance, router, snapshot),
    stats: statisticsOf(instance, router),
  }))
  if (instances.length === 0) return undefined
  return `${JSON.stringify(global.jsonVersion === 2 ? { vrrp: instances } : instances).replaceAll('/', '\\/')}\n`
}

function dataOf(instance: VrrpInstance, router: RouterStatus, snapshot: StatusSnapshot): object {
  return {
    iname: instance.name,
    dont_track_primary: number(!instance.trackPrimary),
    skip_check_adv_addr: number(instance.skipCheckAdvertAddresses),
    strict_mode: number(instance.strict),
    vmac_ifname: instance.vmac?.name ?? '',
    ...(instance.interface !== '' && { ifp_ifname: instance.interface }),
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
    preempt_delay: asSeconds(instance.preemptDelay),
    state: stateNumbers[router.state],
    wantstate: stateNumbers[router.state],
    version: instance.version,
    smtp_alert: instance.mailAlerts,
    notify_deleted: instance.notifyDeleted !== undefined,
    ...scriptsOf(instance),
    ...addressesOf(instance, router),
    ...authenticationOf(instance),
  }
}

function announcementsOf(instance: VrrpInstance): object {
  return {
    garp_delay: asSeconds(instance.garpMasterDelay),
    garp_refresh: asSeconds(instance.garpMasterRefresh),
    garp_rep: instance.garpMasterRepeat,
    garp_refresh_rep: instance.garpMasterRefreshRepeat,
    garp_lower_prio_delay: asSeconds(instance.garpLowerPrioDelay),
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

function addressesOf(instance: VrrpInstance, router: RouterStatus): object {
  const isSet = holdsAddresses(router)
  return {
    ...some('vips', instance.virtualAddresses, (line) => addressWords(line, { isSet })),
    ...some('evips', instance.excludedAddresses, (line) => addressWords(line, { isSet })),
    ...some('vroutes', instance.virtualRoutes, writtenWords),
    ...some('vrules', instance.virtualRules, writtenWords),
  }
}

/** keepalived leaves empty lists out. */
function some<T>(name: string, list: readonly T[], show: (item: T) => string): object {
  return list.length > 0 ? { [name]: list.map(show) } : {}
}

function authenticationOf({ authentication }: VrrpInstance): object {
  if (!authentication) return { auth_type: 0 }
  return { auth_type: authentication.type === 'AH' ? 2 : 1, auth_data: '********' }
}

function number(flag: boolean | undefined): 0 | 1 {
  return flag ? 1 : 0
}
