import type { Findings } from '../../base/index.ts'
import type { ConfigDraft, GlobalDefs } from '../config.ts'
import { dropRepeatedAddresses, requireAddresses, settleAddressOptions, settleStaticAddresses } from './addresses.ts'
import { settleAuthentication, settleHmac } from './authentication.ts'
import { settleBfd } from './bfd.ts'
import type { RouterRule } from './context.ts'
import { dropSharedNames, settleDevice } from './device.ts'
import { roundInterval, settleExpiry, settlePreemption } from './election.ts'
import { settleFamily } from './family.ts'
import { settleGlobals } from './globals.ts'
import { settleGroups } from './groups.ts'
import { settleProcesses } from './processes.ts'
import { requireIdentity } from './required.ts'
import { fillDerived, routerDefaults } from './router-defaults.ts'
import { dropRepeatedNames, refuseRepeatedRouters } from './routers.ts'
import { settleRoutes } from './routes.ts'
import { settleRules } from './rules.ts'
import { finishServers } from './servers.ts'
import { holdToStrictness } from './strict.ts'
import { settleTrackable, settleTracking } from './tracking.ts'
import { checkGlobalGroup, settleGroup, settleSource, settleUnicast } from './unicast.ts'
import { settleWeights } from './weights.ts'

/** In the order in which keepalived works on an instance once the file is read. */
const routerRules: readonly RouterRule[] = [
  requireIdentity,
  holdToStrictness,
  settleAuthentication,
  settleHmac,
  settleUnicast,
  settleSource,
  settleGroup,
  settleDevice,
  settlePreemption,
  settleExpiry,
  roundInterval,
  settleAddressOptions,
  dropRepeatedAddresses,
  requireAddresses,
]

/** Fills in defaults and makes the adjustments that keepalived makes after reading, each reported at its line. */
export function finish(draft: ConfigDraft, findings: Findings): void {
  const { global } = draft
  settleGlobals(global)
  const cx = { global: global as GlobalDefs, findings }
  checkGlobalGroup(cx.global, findings)
  settleTrackable(draft, findings)
  settleProcesses(draft, findings)
  settleBfd(draft, findings)
  draft.vrrpInstances = dropRepeatedNames(draft.vrrpInstances, findings)
  const defaults = routerDefaults(cx.global)
  for (const router of draft.vrrpInstances) {
    settleFamily(router, cx)
    fillDerived(router, defaults)
    for (const rule of routerRules) rule(router, cx)
  }
  dropSharedNames(draft.vrrpInstances, findings)
  settleGroups(draft, findings)
  settleTracking(draft, findings)
  settleWeights(draft, findings)
  settleStaticAddresses(draft, findings)
  settleRoutes(draft, findings)
  settleRules(draft, findings)
  refuseRepeatedRouters(draft.vrrpInstances, findings)
  finishServers(draft, findings)
}
