import { micros } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import { bool, I32, int, repetition, seconds, U32, wholeSeconds } from '../values/index.ts'

const LONGEST_PAUSE = 4294.967295

/** Gratuitous ARP and unsolicited neighbour advertisements. */
export const announcements = [
  leaf('vrrp_garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: micros(5e6),
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from becoming master to the second burst of gratuitous ARP or neighbour advertisements; 0 for none. It is for switches that lose the first burst while their own ports settle.',
  }),
  leaf('vrrp_garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 5,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in each of the two bursts after becoming master.',
  }),
  leaf('vrrp_garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between announcements that a master repeats for as long as it is master; 0 for never. For neighbours and switches that forget or learn wrongly.',
  }),
  leaf('vrrp_garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: 1,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in one such repetition.',
  }),
  leaf('vrrp_garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from hearing another master of lower priority to the second burst of announcements; that of vrrp_garp_master_delay unless given. The first burst takes the addresses back from that one at once.',
  }),
  leaf('vrrp_garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in a burst after another master of lower priority was heard; that of vrrp_garp_master_repeat unless given, and 0 for none.',
  }),
  leaf('vrrp_garp_interval', 'garpInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time in seconds between two gratuitous ARP packets on one interface. For many addresses on switches that limit ARP; a burst then takes that much longer.',
  }),
  leaf('vrrp_gna_interval', 'gnaInterval', seconds({ min: 0.000001, max: LONGEST_PAUSE }), {
    default: micros(0),
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Least time in seconds between two unsolicited neighbour advertisements on one interface: vrrp_garp_interval for IPv6.',
  }),
  leaf('vrrp_min_garp', 'minimalGarp', bool(), {
    default: false,
    since: '2.0.12',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'One announcement for each address after becoming master, and nothing later. It sets the repetitions that still have their default, so that its place among the lines counts.',
  }),
  leaf('vrrp_garp_extra_if', 'garpExtraInterfaces', repetition(), {
    missing: 'drop',
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements this often on the macvlans of addresses that are on other interfaces than their instance; with all before the number, on those interfaces too. Their adverts go elsewhere, so that switches there would forget the virtual MAC address. 0 for never.',
  }),
  leaf('vrrp_vmac_garp_intvl', 'garpExtraInterfaces', repetition(), {
    missing: 'drop',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'vrrp_garp_extra_if',
    touches: ['packet'],
    doc: 'The name of vrrp_garp_extra_if before 2.2.3.',
  }),
] as const
