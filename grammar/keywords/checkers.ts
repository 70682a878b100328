import { block, derived, leaf } from '../table.ts'
import {
  bool,
  digest,
  flag,
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
    doc: 'Address to check, instead of that of the real server.',
  }),
  leaf('connect_port', 'port', port(), {
    default: derived,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Port to check, instead of that of the real server.',
  }),
  leaf('bindto', 'source', ip(), {
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Source address of the check.',
  }),
  leaf('bind_port', 'sourcePort', port(), {
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Source port of the check; it needs bindto.',
  }),
  leaf('bind_if', 'interface', interfaceName(), {
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Interface the check leaves by.',
  }),
  leaf('connect_timeout', 'timeout', seconds({ min: 0.000001, max: 4294.967295 }), {
    default: derived,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Longest wait for the connection, and for each answer after it.',
  }),
  leaf('fwmark', 'fwmark', int({ min: 0, max: U32 }), {
    default: 0,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Firewall mark of the packets of this check.',
  }),
] as const

/** What every checker takes. */
export const timing = [
  leaf('retry', 'retry', int({ min: 0, max: U32 }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Failures in a row that do not count yet.',
  }),
  leaf('delay_before_retry', 'delayBeforeRetry', seconds({ min: 0, max: LONGEST }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Time from a failed try to the next one.',
  }),
  leaf('warmup', 'warmup', seconds({ min: 0, max: LONGEST }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The first check starts at a random moment within this time.',
  }),
  leaf('delay_loop', 'delayLoop', seconds({ min: 0.000001, max: LONGEST }), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Time between checks.',
  }),
  leaf('alpha', 'alpha', bool(), {
    default: derived,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The server counts as failed until the first check succeeds.',
  }),
  leaf('log_all_failures', 'logAllFailures', bool(), {
    default: derived,
    since: '2.0.11',
    feature: 'lvs',
    touches: ['log'],
    doc: 'Log each failed try and not only the change of state.',
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
    doc: 'The real server is alive when it accepts a TCP connection.',
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
        doc: 'What to request, sent as written.',
      }),
      leaf('digest', 'digest', digest(), {
        repeat: 'first',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'MD5 digest that the answer must have.',
      }),
      leaf('status_code', 'statusCodes', statusCodes(), {
        default: [{ from: 200, to: 299 }],
        since: '1.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Status codes that mean success.',
      }),
      leaf('virtualhost', 'host', text({ what: 'a host name' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.3.6',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Host header of this request.',
      }),
      ...pattern,
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'One request. With several, all have to succeed.',
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
    doc: 'The old name of retry.',
  }),
  leaf('virtualhost', 'host', text({ what: 'a host name' }), {
    repeat: 'warned',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Host header of the requests.',
  }),
  leaf('http_protocol', 'protocol', oneOf(['1.0', '1.0C', '1.0c', '1.1']), {
    default: '1.0',
    missing: 'drop',
    since: '2.0.17',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Version in the request; 1.0C and 1.1 ask for the connection to be closed.',
  }),
  leaf('fast_recovery', 'fastRecovery', flag(), {
    default: false,
    since: '2.0.17',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'One success makes the server alive again, without waiting for retries.',
  }),
] as const

const sni = [
  leaf('enable_sni', 'sendHost', bool(), {
    default: false,
    since: '1.4.3',
    feature: 'lvs',
    doc: 'Has no effect without TLS.',
  }),
  leaf('sni_name', 'serverName', optional(text({ what: 'a name' }), ''), {
    repeat: 'warned',
    since: 'after 2.4.3 (development)',
    feature: 'lvs',
    doc: 'Has no effect without TLS.',
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
    doc: 'The real server is alive when it answers HTTP requests as it should.',
  },
)
