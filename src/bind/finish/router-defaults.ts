import type { DerivedField, vrrpInstance } from '../../../grammar/index.ts'
import { seconds } from '../../base/index.ts'
import type { GlobalDefs, UnicastPeerDraft, VrrpInstanceDraft } from '../config.ts'

type Defaults = {
  readonly [F in DerivedField<typeof vrrpInstance>]: (router: VrrpInstanceDraft) => NonNullable<VrrpInstanceDraft[F]>
}

/** Defaults of a virtual router that depend on other settings, in the order in which they depend on each other. */
export function routerDefaults(global: GlobalDefs): Defaults {
  return {
    family: () => 4,
    version: ({ family }) => (family === 6 ? 3 : global.version),
    strict: () => global.strict,
    state: ({ priority }) => (priority === 255 ? 'MASTER' : 'BACKUP'),
    priority: ({ state }) => (state === 'MASTER' ? 255 : 100),
    accept: ({ strict, priority }) => !strict || priority === 255,
    multicastGroup: ({ family }) => (family === 6 ? global.multicastGroup6 : global.multicastGroup4),
    checkUnicastSource: ({ unicastPeers }) => global.checkUnicastSource || unicastPeers.some(limitsTtl),
    v3ChecksumAsV2: () => global.v3ChecksumAsV2,
    mailAlerts: () => global.mailAlertsVrrp ?? global.mailAlerts ?? false,
    notifyPriorityChanges: () => global.notifyPriorityChanges,
    ownerIgnoreAdverts: ({ strict, priority }) => priority === 255 && (strict === true || global.ownerIgnoreAdverts),
    skipCheckAdvertAddresses: () => global.skipCheckAdvertAddresses,
    downTimerAdverts: () => global.downTimerAdverts,
    lowerPrioNoAdvert: ({ strict }) => strict === true || global.lowerPrioNoAdvert,
    higherPrioSendAdvert: ({ strict }) => strict !== true && global.higherPrioSendAdvert,
    garpMasterDelay: () => global.garpMasterDelay,
    garpMasterRepeat: () => global.garpMasterRepeat,
    garpMasterRefresh: () => global.garpMasterRefresh,
    garpMasterRefreshRepeat: () => global.garpMasterRefreshRepeat,
    garpLowerPrioDelay: ({ strict }) => (strict ? seconds(0) : global.garpLowerPrioDelay),
    garpLowerPrioRepeat: ({ strict }) => (strict ? 0 : global.garpLowerPrioRepeat),
  }
}

/** Fills in what has no value yet, each from the draft as the ones before it left it. */
export function fillDerived<D extends object>(
  draft: D,
  defaults: { readonly [F in keyof D]?: (draft: D) => D[F] },
): void {
  for (const field of Object.keys(defaults) as (keyof D)[]) {
    if (draft[field] === undefined) draft[field] = defaults[field]?.(draft) as D[keyof D]
  }
}

function limitsTtl({ minTtl, maxTtl }: UnicastPeerDraft): boolean {
  return minTtl !== undefined || maxTtl !== undefined
}
