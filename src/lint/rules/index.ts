import type { Rule } from '../rule.ts'
import { addressIsSource } from './address-is-source.ts'
import { firstAddressNotLinkLocal } from './first-address-not-link-local.ts'
import { ownAddressAsPeer } from './own-address-as-peer.ts'
import { ownerByAccident } from './owner-by-accident.ts'
import { peerIsVirtualAddress } from './peer-is-virtual-address.ts'
import { persistentPackets } from './persistent-packets.ts'
import { plainTextPassword } from './plain-text-password.ts'
import { sharedAddress } from './shared-address.ts'
import { strictUnreachable } from './strict-unreachable.ts'
import { tutorialPassword } from './tutorial-password.ts'
import { tutorialRouterId } from './tutorial-router-id.ts'
import { uncheckedServer } from './unchecked-server.ts'

export const allRules: readonly Rule[] = [
  addressIsSource,
  firstAddressNotLinkLocal,
  ownAddressAsPeer,
  ownerByAccident,
  peerIsVirtualAddress,
  persistentPackets,
  plainTextPassword,
  sharedAddress,
  strictUnreachable,
  tutorialPassword,
  tutorialRouterId,
  uncheckedServer,
]
