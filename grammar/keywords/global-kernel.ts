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
    doc: 'No IGMP reports go out for groups of the local network.',
  }),
  leaf('lvs_timeouts', 'lvsTimeouts', options({ named: { tcp: timeout, tcpfin: timeout, udp: timeout }, fewest: 2 }), {
    missing: 'drop',
    since: '1.2.24',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'How long IPVS remembers idle connections.',
  }),
  leaf('lvs_flush', 'lvsFlush', flag(), {
    default: false,
    since: '1.2.23',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Empties the table of IPVS at the start.',
  }),
  leaf('lvs_flush_on_stop', 'lvsFlushOnStop', optional(oneOf(['VS']), 'all'), {
    since: '2.2.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Empties the table of IPVS at the end, with VS of the own virtual servers alone.',
  }),
  leaf('lvs_flush_onstop', 'lvsFlushOnStop', optional(oneOf(['VS']), 'all'), {
    since: '2.0.15',
    feature: 'lvs',
    tolerated: true,
    deprecated: 'lvs_flush_on_stop',
    touches: ['ipvs'],
    doc: 'The old name of lvs_flush_on_stop.',
  }),
  leaf('lvs_sync_daemon', 'lvsSyncDaemon', options({ head: field('interface', interfaceName()), named: syncOptions }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.20',
    feature: 'lvs, vrrp',
    touches: ['ipvs', 'packet'],
    doc: 'Copies connections of IPVS to the other directors by this interface.',
  }),
  leaf('vrrp_min_garp', 'minimalGarp', bool(), {
    default: false,
    since: '2.0.12',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'One announcement after becoming master and no more.',
  }),
  leaf('vrrp_garp_extra_if', 'garpExtraInterfaces', every(), {
    since: '2.2.3',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'Repeats announcements on interfaces that addresses are on besides that of the instance.',
  }),
  leaf('vrrp_vmac_garp_intvl', 'garpExtraInterfaces', every(), {
    since: '2.2.0',
    feature: 'vrrp, vmac',
    deprecated: 'vrrp_garp_extra_if',
    touches: ['packet'],
    doc: 'The old name of vrrp_garp_extra_if.',
  }),
  leaf('vrrp_iptables', 'iptables', options<object, Record<string, never>, object>({ named: {}, free: chain }), {
    repeat: 'first',
    since: '1.2.20',
    feature: 'vrrp, iptables',
    touches: ['iptables'],
    doc: 'Filters with iptables, in chains of these names that are there.',
  }),
  leaf('vrrp_ipsets', 'ipsets', names(6, 30), {
    since: '1.2.20',
    feature: 'vrrp, iptables, libipset',
    touches: ['ipset'],
    doc: 'Names of the sets for iptables.',
  }),
  leaf('nftables', 'nftables', optional(text({ what: 'a table', max: 254 }), ''), {
    repeat: 'first',
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'Filters with nftables, in a table of this name.',
  }),
  leaf('nftables_priority', 'nftablesPriority', int({ min: -2147483648, max: I32 }), {
    default: -1,
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'Priority of the chains.',
  }),
  leaf('nftables_ifindex', 'nftablesByIndex', flag(), {
    default: false,
    since: '2.0.11',
    feature: 'vrrp, nftables',
    touches: ['nftables'],
    doc: 'The set of link-local addresses has numbers of interfaces, not names.',
  }),
  leaf('nftables_counters', 'nftablesCounters', flag(), {
    default: false,
    since: '2.0.11',
    feature: 'nftables',
    touches: ['nftables'],
    doc: 'Rules count packets.',
  }),
  leaf('nftables_ipvs', 'nftablesIpvs', optional(text({ what: 'a table', max: 254 }), ''), {
    repeat: 'first',
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables', 'ipvs'],
    doc: 'Marks packets to groups of virtual servers with nftables, in a table of this name.',
  }),
  leaf('nftables_ipvs_priority', 'nftablesIpvsPriority', int({ min: -2147483648, max: I32 }), {
    default: -1,
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables'],
    doc: 'Priority of that chain.',
  }),
  leaf('nftables_ipvs_start_fwmark', 'nftablesIpvsFirstMark', int({ min: 1, max: U32 }), {
    default: 1000,
    since: '2.2.2',
    feature: 'lvs, nftables',
    touches: ['nftables', 'ipvs'],
    doc: 'The first mark to give out.',
  }),
  leaf('vrrp_delay_after_boot', 'delayAfterBoot', seconds({ min: 0.001, max: 4294.967295 }), {
    default: micros(0),
    since: '2.4.0',
    feature: 'vrrp',
    doc: 'Instances wait until the host has been up so long.',
  }),
  leaf('vrrp_owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: false,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The owner of the addresses does not listen to adverts.',
  }),
  leaf('vmac_prefix', 'vmacPrefix', text({ what: 'the begin of a name' }), {
    default: 'vrrp',
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'How names of virtual MAC interfaces begin.',
  }),
  leaf('vmac_addr_prefix', 'vmacAddressPrefix', text({ what: 'the begin of a name' }), {
    repeat: 'first',
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link'],
    doc: 'The same for those of single addresses.',
  }),
] as const
