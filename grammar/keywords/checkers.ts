import { block, derived, leaf } from '../table.ts'
import {
  bool,
  digest,
  int,
  interfaceName,
  ip,
  kind,
  nothing,
  oneOf,
  optional,
  port,
  seconds,
  statusCodes,
  text,
  U32,
} from '../values/index.ts'
import { pattern } from './pattern.ts'

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
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds from a failed try to the next one, while the server still counts as alive.',
  }),
  leaf('warmup', 'warmup', seconds({ min: 0, max: LONGEST }), {
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

export const tcpCheck = block(
  'TCP_CHECK',
  'checks',
  { head: kind('tcp'), rows: [...connection, ...timing] },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it accepts a TCP connection. Nothing is sent, so a hung program behind an open port passes.',
  },
)

export const url = block(
  'url',
  'urls',
  {
    head: nothing(),
    rows: [
      leaf('path', 'path', text({ what: 'a request target' }), {
        required: true,
        repeat: 'warned',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'What to request: a path with its query, sent as written.',
      }),
      leaf('digest', 'digest', digest(), {
        repeat: 'first',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'MD5 digest that the body of the answer has to have, for pages that never change. genhash of keepalived computes it.',
      }),
      leaf('status_code', 'statusCodes', statusCodes(), {
        default: [{ from: 200, to: 299 }],
        repeat: 'joined',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Status codes of HTTP that mean success, single ones and ranges.',
      }),
      leaf('virtualhost', 'host', text({ what: 'a host name' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.3.6',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Host header of this request, before those of the check and its servers.',
      }),
      ...pattern,
    ],
  },
  {
    repeat: 'each',
    required: true,
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'One request. All of them have to succeed, one each time the check runs.',
  },
)

/** What requests of HTTP take besides, over TLS or not. */
export const http = [
  ...connection,
  ...timing,
  leaf('nb_get_retry', 'retry', int({ min: 0, max: U32 }), {
    since: '1.1.0',
    feature: 'lvs',
    deprecated: 'retry',
    touches: ['packet'],
    doc: 'The name of retry before 1.3.7.',
  }),
  leaf('virtualhost', 'host', text({ what: 'a host name' }), {
    repeat: 'warned',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Host header of the requests, before those of the real and the virtual server. Without any it is the address and port.',
  }),
  leaf('http_protocol', 'protocol', oneOf(['1.0', '1.0C', '1.0c', '1.1']), {
    default: '1.0',
    missing: 'drop',
    since: '2.0.17',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Version in the request. 1.0C and 1.1 also ask for the connection to be closed after the answer; servers that answer 1.0 only with an error need 1.1.',
  }),
  leaf('fast_recovery', 'fastRecovery', bool(), {
    default: false,
    since: '2.0.17',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'A server that failed is alive again as soon as the request that failed succeeds, without waiting for a whole round of all requests.',
  }),
] as const

const sni = [
  leaf('enable_sni', 'sendHost', bool(), {
    default: false,
    since: '1.4.3',
    feature: 'lvs',
    doc: 'Only SSL_GET sends a name; here it has no effect.',
  }),
  leaf('sni_name', 'serverName', optional(text({ what: 'a name' }), ''), {
    repeat: 'warned',
    since: 'after 2.4.3 (development)',
    feature: 'lvs',
    doc: 'Only SSL_GET sends a name; here it has no effect.',
  }),
] as const

export const httpCheck = block(
  'HTTP_GET',
  'checks',
  {
    head: kind('http'),
    rows: [...http, ...sni, url],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it answers HTTP requests as they want it. One url and no virtualhost is enough for most.',
  },
)
