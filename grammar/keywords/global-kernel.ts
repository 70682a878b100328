import type { Micros } from '../../src/base/index.ts'
import { micros } from '../../src/base/index.ts'
import { leaf } from '../table.ts'
import {
  bool,
  constant,
  field,
  flag,
  I32,
  int,
  interfaceName,
  ip,
  oneOf,
  optional,
  options,
  port,
  seconds,
  text,
  U32,
  type ValueType,
  wholeSeconds,
} from '../values/index.ts'
import type { Word } from '../words.ts'

const timeout = wholeSeconds({ min: 0, max: 2678400 })

const syncOptions = {
  inst: text({ what: 'a vrrp_instance' }),
  id: int({ min: 0, max: 255 }),
  maxlen: int({ min: 1, max: 65507 }),
  port: port(),
  ttl: int({ min: 1, max: 255 }),
  group: ip({ multicast: true }),
}

function chain({ text: name }: Word, into: Record<string, unknown>): boolean {
  if (into.out !== undefined) return false
  into[into.in === undefined ? 'in' : 'out'] = name
  return true
}

/** Names, at most so many and so long. */
function names(most: number, max: number): ValueType<readonly string[]> {
  const one = text({ what: 'a name', max })
  return {
    arity: [0, most],
    read: (words, cx) => words.map((word) => one.read([word], cx)).filter((name) => name !== undefined),
    print: (values) => values.join(' '),
    describe: () => `at most ${most} names`,
  }
}

const interval = wholeSeconds({ min: 0, max: 86400 })

/** A time, and maybe a word that makes it hold for all interfaces. */
export function every(): ValueType<{ readonly interval: Micros; readonly all: boolean }> {
  return {
    arity: [1, 2],
    read(words, cx) {
      const word = words.find(({ text: written }) => written !== 'all')
      const value = word && interval.read([word], cx)
      if (!word && words[0]) cx.report('bind/missing-argument', { keyword: cx.keyword }, words[0])
      return value === undefined
        ? undefined
        : { interval: value, all: words.some(({ text: written }) => written === 'all') }
    },
    print: ({ interval: value, all }) => `${all ? 'all ' : ''}${interval.print(value)}`,
    describe: () => `${interval.describe()}, and all before it or not`,
    complete: () => ['all'],
  }
}

export const kernel = [
  leaf('disable_local_igmp', 'localIgmp', constant<boolean>(false), {
    default: true,
    since: '2.2.0',
    feature: 'vrrp',
    touches: ['sysctl'],
    doc: 'Sets net.ipv4.igmp_link_local_mcast_reports to 0: the host reports no membership of groups of the local network, of which that of VRRP is one. For switches that choke on such reports.',
  }),
  leaf('lvs_timeouts', 'lvsTimeouts', options({ named: { tcp: timeout, tcpfin: timeout, udp: timeout }, fewest: 2 }), {
    missing: 'drop',
    since: '1.2.24',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Seconds that IPVS remembers idle connections, by kind: tcp, tcpfin (after the end of a connection), udp. What is not given stays as the kernel has it; all is put back at the end.',
  }),
  leaf('lvs_flush', 'lvsFlush', flag(), {
    default: false,
    since: '1.2.23',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Empties the whole table of IPVS at the start, with services that others made. Without it what is left from an earlier run stays until it is changed.',
  }),
  leaf('lvs_flush_on_stop', 'lvsFlushOnStop', optional(oneOf(['VS']), 'all'), {
    since: '2.2.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Empties the table of IPVS at the end in one go, rather than one server after the other: all of it, or with VS the own virtual servers. With many servers that is much faster.',
  }),
  leaf('lvs_flush_onstop', 'lvsFlushOnStop', optional(oneOf(['VS']), 'all'), {
    since: '2.0.15',
    feature: 'lvs',
    tolerated: true,
    deprecated: 'lvs_flush_on_stop',
    touches: ['ipvs'],
    doc: 'The name of lvs_flush_on_stop before 2.2.0.',
  }),
  leaf('lvs_sync_daemon', 'lvsSyncDaemon', options({ head: field('interface', interfaceName()), named: syncOptions }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.20',
    feature: 'lvs, vrrp',
    touches: ['ipvs', 'packet'],
    doc: "Copies the connections of IPVS to the other directors over this interface, so that they survive a failover. inst names the instance whose state says who sends and who receives; id, maxlen, port, ttl and group are settings of the kernel's daemon.",
  }),
  leaf('vrrp_min_garp', 'minimalGarp', bool(), {
    default: false,
    since: '2.0.12',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'One announcement for each address after becoming master, and nothing later. It sets the repetitions that still have their default, so that its place among the lines counts.',
  }),
  leaf('vrrp_garp_extra_if', 'garpExtraInterfaces', every(), {
    missing: 'drop',
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements this often on the macvlans of addresses that are on other interfaces than their instance; with all before the number, on those interfaces too. Their adverts go elsewhere, so that switches there would forget the virtual MAC address. 0 for never.',
  }),
  leaf('vrrp_vmac_garp_intvl', 'garpExtraInterfaces', every(), {
    missing: 'drop',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'vrrp_garp_extra_if',
    touches: ['packet'],
    doc: 'The name of vrrp_garp_extra_if before 2.2.3.',
  }),
  leaf('vrrp_iptables', 'iptables', options<object, Record<string, never>, object>({ named: {}, free: chain }), {
    repeat: 'first',
    since: '1.2.20',
    feature: 'vrrp, iptables',
    touches: ['iptables'],
    doc: 'Uses iptables for no_accept and for what macvlans need, in chains of these names (one for incoming, one for outgoing packets) that exist already. nftables goes before it where both are given.',
  }),
  leaf('vrrp_ipsets', 'ipsets', names(6, 30), {
    since: '1.2.20',
    feature: 'vrrp, iptables, libipset',
    touches: ['ipset'],
    doc: 'Names of the up to six sets that go with vrrp_iptables; without a name no sets are used and each address has a rule of its own.',
  }),
  leaf('nftables', 'nftables', optional(text({ what: 'a table', max: 254 }), ''), {
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
  leaf('vrrp_delay_after_boot', 'delayAfterBoot', seconds({ min: 0.001, max: 4294.967295 }), {
    default: micros(0),
    since: '2.4.0',
    feature: 'vrrp',
    doc: 'Seconds that the host has to be up before instances take part in elections. Unlike vrrp_startup_delay it does not delay a later start.',
  }),
  leaf('vrrp_owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: false,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'An instance of priority 255 does not even look at adverts of others. The owner of the addresses yields to nobody anyway.',
  }),
  leaf('vmac_prefix', 'vmacPrefix', text({ what: 'the begin of a name' }), {
    default: 'vrrp',
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'Start of the names of macvlans and ipvlans that are given no name; the VRID follows. Interfaces have names of at most 15 characters.',
  }),
  leaf('vmac_addr_prefix', 'vmacAddressPrefix', text({ what: 'the begin of a name' }), {
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'Start of the names of macvlans that are made for single addresses on other interfaces; vmac_prefix unless given.',
  }),
] as const
