import type { FleetRule } from '../rule.ts'
import { equalPriority } from './equal-priority.ts'
import { missingService } from './missing-service.ts'
import { mixedCast } from './mixed-cast.ts'
import { oneSidedPeers } from './one-sided-peers.ts'
import { sameSource } from './same-source.ts'
import { smallWeight } from './small-weight.ts'
import { twoOwners } from './two-owners.ts'
import { unequalAccept } from './unequal-accept.ts'
import { unequalAddresses } from './unequal-addresses.ts'
import { unequalAuthentication } from './unequal-authentication.ts'
import { unequalChecks } from './unequal-checks.ts'
import { unequalHmac } from './unequal-hmac.ts'
import { unequalInterval } from './unequal-interval.ts'
import { unequalPreempt } from './unequal-preempt.ts'
import { unequalRealServers } from './unequal-real-servers.ts'
import { unequalService } from './unequal-service.ts'
import { unequalSyncDaemon } from './unequal-sync-daemon.ts'
import { unequalSyncGroups } from './unequal-sync-groups.ts'
import { unequalVersion } from './unequal-version.ts'
import { vridClash } from './vrid-clash.ts'

export const fleetRules: readonly FleetRule[] = [
  equalPriority,
  missingService,
  mixedCast,
  oneSidedPeers,
  sameSource,
  smallWeight,
  twoOwners,
  unequalAccept,
  unequalAddresses,
  unequalAuthentication,
  unequalChecks,
  unequalHmac,
  unequalInterval,
  unequalPreempt,
  unequalRealServers,
  unequalService,
  unequalSyncDaemon,
  unequalSyncGroups,
  unequalVersion,
  vridClash,
]
