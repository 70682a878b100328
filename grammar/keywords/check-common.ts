import { micros } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import { bool, int, interfaceName, ip, port, seconds, U32 } from '../values/index.ts'

/** Longest time that microseconds hold exactly; keepalived's own limit is beyond it. */
export const LONGEST = 9_007_199_254

/** What every checker that opens a connection takes. */
export const connection = [
  leaf('connect_ip', 'address', ip(), {
    default: derived,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Address that is checked; that of the real server unless given. For servers that are reached by one address and checked by another.',
  }),
  leaf('connect_port', 'port', port(), {
    default: derived,
    adjusted: 0,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Port that is checked; that of the real server unless given. Needed for services by firewall mark, whose servers have none.',
  }),
  leaf('bindto', 'source', ip(), {
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Source address of the check. It has to be of the family of the address that is checked.',
  }),
  leaf('bind_port', 'sourcePort', port(), {
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Source port of the check. It needs bindto.',
  }),
  leaf('bind_if', 'interface', interfaceName(), {
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Interface that the check leaves by. Needed for link-local addresses.',
  }),
  leaf('connect_timeout', 'timeout', seconds({ min: 0.000001, max: 4294.967295 }), {
    default: derived,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds to wait for the connection, and then for each answer. A server that does not answer in time has failed this try.',
  }),
  leaf('fwmark', 'fwmark', int({ min: 0, max: U32 }), {
    default: 0,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Firewall mark of the packets of this check, for rules of routing and filters on this host; 0 for none.',
  }),
] as const

/** What every checker takes. */
export const timing = [
  leaf('retry', 'retry', int({ min: 0, max: U32 }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Failures in a row that do not count yet: the server goes out of use after one more.',
  }),
  leaf('delay_before_retry', 'delayBeforeRetry', seconds({ min: 0, max: LONGEST }), {
    bad: { use: micros(0) },
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds from a failed try to the next one, while the server still counts as alive.',
  }),
  leaf('warmup', 'warmup', seconds({ min: 0, max: LONGEST }), {
    bad: { use: micros(0) },
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Longest time in seconds before the first check. A random part of it keeps many checks from starting at once; 0 starts them all at once.',
  }),
  leaf('delay_loop', 'delayLoop', seconds({ min: 0.000001, max: LONGEST }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds from the end of one check to the start of the next, while all is as it was.',
  }),
  leaf('alpha', 'alpha', bool(), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The server counts as failed until its first check succeeds. Otherwise it gets connections from the start, until a check fails.',
  }),
  leaf('log_all_failures', 'logAllFailures', bool(), {
    default: derived,
    since: '2.0.11',
    feature: 'lvs',
    touches: ['log'],
    doc: 'Logs every failed try, not only the one that takes the server out of use.',
  }),
] as const

/** Rows that came to a block later than to others. */
export function from<R extends readonly { readonly facts: { readonly since: string } }[]>(release: string, rows: R): R {
  return rows.map((row) => ({
    ...row,
    facts: { ...row.facts, since: later(row.facts.since, release) },
  })) as unknown as R
}

/** Releases are three numbers. */
function later(a: string, b: string): string {
  const [x, y] = [a, b].map((release) => release.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0))
  return (x ?? 0) < (y ?? 0) ? b : a
}
