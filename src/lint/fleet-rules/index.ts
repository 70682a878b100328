import type { FleetRule } from '../rule.ts'
import { equalPriority } from './equal-priority.ts'
import { mixedCast } from './mixed-cast.ts'
import { oneSidedPeers } from './one-sided-peers.ts'
import { sameSource } from './same-source.ts'
import { twoOwners } from './two-owners.ts'
import { unequalAddresses } from './unequal-addresses.ts'
import { unequalAuthentication } from './unequal-authentication.ts'
import { unequalInterval } from './unequal-interval.ts'
import { unequalPreempt } from './unequal-preempt.ts'
import { unequalVersion } from './unequal-version.ts'
import { vridClash } from './vrid-clash.ts'

export const fleetRules: readonly FleetRule[] = [
  equalPriority,
  mixedCast,
  oneSidedPeers,
  sameSource,
  twoOwners,
  unequalAddresses,
  unequalAuthentication,
  unequalInterval,
  unequalPreempt,
  unequalVersion,
  vridClash,
]
