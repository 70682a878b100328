import { leaf } from '../table.ts'
import { bool, flag, oneOf, optional, options, syncDaemon, wholeSeconds } from '../values/index.ts'

const timeout = wholeSeconds({ min: 0, max: 2678400 })

/** IPVS as a whole. */
export const lvs = [
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
  leaf('lvs_sync_daemon', 'lvsSyncDaemon', syncDaemon(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.20',
    feature: 'lvs, vrrp',
    touches: ['ipvs', 'packet'],
    doc: "Copies the connections of IPVS to the other directors over this interface, so that they survive a failover. inst names the instance whose state says who sends and who receives; id, maxlen, port, ttl and group are settings of the kernel's daemon.",
  }),
  leaf('checker_log_all_failures', 'logAllFailures', bool(), {
    default: false,
    since: '2.0.11',
    feature: 'lvs',
    touches: ['log'],
    doc: 'Logs every failed try of every check, not only the one that changes the state. For finding out how near to failing a server runs.',
  }),
] as const
