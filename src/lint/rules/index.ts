import type { Rule } from '../rule.ts'
import { addressIsSource } from './address-is-source.ts'
import { badPattern } from './bad-pattern.ts'
import { checkOfOtherProtocol } from './check-of-other-protocol.ts'
import { crowdedNeighbours } from './crowded-neighbours.ts'
import { defaultDelayLoop } from './default-delay-loop.ts'
import { filtersByIptables } from './filters-by-iptables.ts'
import { firstAddressNotLinkLocal } from './first-address-not-link-local.ts'
import { foreignAddress } from './foreign-address.ts'
import { mailToNobody } from './mail-to-nobody.ts'
import { missingInterface } from './missing-interface.ts'
import { missingModule } from './missing-module.ts'
import { missingSource } from './missing-source.ts'
import { missingUser } from './missing-user.ts'
import { networkOnVmac } from './network-on-vmac.ts'
import { notLookedUp } from './not-looked-up.ts'
import { ownAddressAsPeer } from './own-address-as-peer.ts'
import { ownerByAccident } from './owner-by-accident.ts'
import { peerIsVirtualAddress } from './peer-is-virtual-address.ts'
import { persistentPackets } from './persistent-packets.ts'
import { plainTextPassword } from './plain-text-password.ts'
import { processByScript } from './process-by-script.ts'
import { scriptOutlastsInterval } from './script-outlasts-interval.ts'
import { scriptsAsRoot } from './scripts-as-root.ts'
import { sharedAddress } from './shared-address.ts'
import { slowDetection } from './slow-detection.ts'
import { sorryServerInPool } from './sorry-server-in-pool.ts'
import { strictUnreachable } from './strict-unreachable.ts'
import { tunnelFromVirtualAddress } from './tunnel-from-virtual-address.ts'
import { tutorialMail } from './tutorial-mail.ts'
import { tutorialPassword } from './tutorial-password.ts'
import { tutorialRouterId } from './tutorial-router-id.ts'
import { uncheckedServer } from './unchecked-server.ts'
import { unheldService } from './unheld-service.ts'
import { unusableProgram } from './unusable-program.ts'
import { unusedGroup } from './unused-group.ts'
import { unusedTracker } from './unused-tracker.ts'
import { weightWithNopreempt } from './weight-with-nopreempt.ts'
import { writableProgram } from './writable-program.ts'

export const allRules: readonly Rule[] = [
  addressIsSource,
  badPattern,
  checkOfOtherProtocol,
  crowdedNeighbours,
  defaultDelayLoop,
  filtersByIptables,
  firstAddressNotLinkLocal,
  foreignAddress,
  mailToNobody,
  missingInterface,
  missingModule,
  missingSource,
  missingUser,
  networkOnVmac,
  notLookedUp,
  ownAddressAsPeer,
  ownerByAccident,
  peerIsVirtualAddress,
  persistentPackets,
  plainTextPassword,
  processByScript,
  scriptOutlastsInterval,
  scriptsAsRoot,
  sharedAddress,
  slowDetection,
  sorryServerInPool,
  strictUnreachable,
  tunnelFromVirtualAddress,
  tutorialMail,
  tutorialPassword,
  tutorialRouterId,
  uncheckedServer,
  unheldService,
  unusableProgram,
  unusedGroup,
  unusedTracker,
  weightWithNopreempt,
  writableProgram,
]
