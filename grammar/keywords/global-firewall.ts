import { leaf } from '../table.ts'
import { chains, flag, I32, int, names, optional, text, U32 } from '../values/index.ts'

/** How packets are filtered and marked. */
export const firewall = [
  leaf('vrrp_iptables', 'iptables', chains(), {
    repeat: 'first',
    since: '1.2.20',
    feature: 'vrrp, iptables',
    touches: ['iptables'],
    doc: 'Uses iptables for no_accept and for what macvlans need, in chains of these names (one for incoming, one for outgoing packets) that exist already. nftables goes before it where both are given.',
  }),
  leaf('vrrp_ipsets', 'ipsets', names({ most: 6, max: 30 }), {
    since: '1.2.20',
    feature: 'vrrp, iptables, libipset',
    touches: ['ipset'],
    doc: 'Names of the up to six sets that go with vrrp_iptables; without a name no sets are used and each address has a rule of its own.',
  }),
  leaf('nftables', 'nftables', optional(text({ what: 'a table', max: 254, filled: true }), ''), {
    repeat: 'first',
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'Uses nftables for no_accept and for what macvlans need, in a table of this name that nobody else uses; keepalived unless given. It sets nftables_priority back, which therefore has to stand below.',
  }),
  leaf('nftables_priority', 'nftablesPriority', int({ min: -2147483648, max: I32 }), {
    default: -1,
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'Priority of the chains among those of other tables; lower ones are asked first. It has to stand below nftables.',
  }),
  leaf('nftables_ifindex', 'nftablesByIndex', flag(), {
    default: false,
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'The set of link-local addresses holds numbers of interfaces rather than names. A little faster, and wrong once an interface is made anew.',
  }),
  leaf('nftables_counters', 'nftablesCounters', flag(), {
    default: false,
    since: '2.0.11',
    feature: 'nftables',
    touches: ['nftables'],
    doc: 'Rules count the packets that they match, for nft list.',
  }),
  leaf('nftables_ipvs', 'nftablesIpvs', optional(text({ what: 'a table', max: 254 }), ''), {
    repeat: 'first',
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables', 'ipvs'],
    doc: 'Marks the packets to all addresses of a virtual_server_group with nftables, so that the kernel needs one service for the group, not one for each address. The name is that of the table; it sets the two keywords below back, which therefore have to follow.',
  }),
  leaf('nftables_ipvs_priority', 'nftablesIpvsPriority', int({ min: -2147483648, max: I32 }), {
    default: -1,
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables'],
    doc: 'Priority of the chain that marks packets. It has to stand below nftables_ipvs.',
  }),
  leaf('nftables_ipvs_start_fwmark', 'nftablesIpvsFirstMark', int({ min: 1, max: U32 }), {
    default: 1000,
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables', 'ipvs'],
    doc: 'First firewall mark to give out, one more for each group. Choose one that nothing else on the host uses. It has to stand below nftables_ipvs.',
  }),
] as const
