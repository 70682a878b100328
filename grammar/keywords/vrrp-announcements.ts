import { micros } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import { I32, int, repetition, U32, wholeSeconds } from '../values/index.ts'

/** Gratuitous ARP and unsolicited neighbour advertisements of an instance. */
export const announcements = [
  leaf('garp_master_delay', 'garpMasterDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from becoming master to the second burst of gratuitous ARP or neighbour advertisements; 0 for none. It is for switches that lose the first burst.',
  }),
  leaf('garp_master_repeat', 'garpMasterRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in each of the two bursts after becoming master.',
  }),
  leaf('garp_master_refresh', 'garpMasterRefresh', wholeSeconds({ min: 0, max: U32 }), {
    default: derived,
    bad: { use: micros(0) },
    since: '1.2.10',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between announcements that a master repeats for as long as it is master; 0 for never. For neighbours and switches that forget or learn wrongly.',
  }),
  leaf('garp_master_refresh_repeat', 'garpMasterRefreshRepeat', int({ min: 1, max: U32, outside: 'raise' }), {
    default: derived,
    since: '1.2.14',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in one such repetition.',
  }),
  leaf('garp_lower_prio_delay', 'garpLowerPrioDelay', wholeSeconds({ min: 0, max: 4294 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds from hearing another master of lower priority to the second burst of announcements. The first one takes the addresses back at once.',
  }),
  leaf('garp_lower_prio_repeat', 'garpLowerPrioRepeat', int({ min: 0, max: I32 }), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Packets for each address in a burst after another master of lower priority was heard; 0 for none.',
  }),
  leaf('garp_extra_if', 'garpExtraInterfaces', repetition(), {
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements this often on the macvlans of addresses that are on other interfaces than the instance; with all before the number, on those interfaces too. 0 for never.',
  }),
  leaf('vmac_garp_intvl', 'garpExtraInterfaces', repetition(), {
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'garp_extra_if',
    touches: ['packet'],
    doc: 'The name of garp_extra_if before 2.2.3.',
  }),
] as const
