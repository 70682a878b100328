import type { Rule } from '../lint.ts'
import { addressIsSource } from './address-is-source.ts'
import { firstAddressNotLinkLocal } from './first-address-not-link-local.ts'
import { ownAddressAsPeer } from './own-address-as-peer.ts'
import { ownerByAccident } from './owner-by-accident.ts'
import { sharedAddress } from './shared-address.ts'
import { tutorialPassword } from './tutorial-password.ts'

export const allRules: readonly Rule[] = [
  addressIsSource,
  firstAddressNotLinkLocal,
  ownAddressAsPeer,
  ownerByAccident,
  sharedAddress,
  tutorialPassword,
]
