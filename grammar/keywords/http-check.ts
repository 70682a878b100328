import { block, leaf } from '../table.ts'
import { bool, digest, int, kind, nothing, oneOf, optional, statusCodes, text, U32 } from '../values/index.ts'
import { connection, timing } from './check-common.ts'
import { pattern } from './pattern.ts'

const url = block(
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
        doc: 'Status codes of HTTP that mean success, single ones and ranges. Unless given that is 200 to 299, or any where digest or regex asks for something else.',
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
const http = [
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

const tls = [
  leaf('enable_sni', 'sendHost', bool(), {
    default: false,
    since: '1.4.3',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Tells the server in TLS which name is wanted: that of virtualhost. Servers with several certificates need it.',
  }),
  leaf('sni_name', 'serverName', optional(text({ what: 'a name' }), ''), {
    repeat: 'warned',
    since: 'after 2.4.3 (development)',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Name told to the server in TLS, where it is another than virtualhost. It turns enable_sni on.',
  }),
  leaf('tls_compliant', 'tlsClose', bool(), {
    default: false,
    since: '2.2.8',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Ends TLS with a message, as its standard wants. Otherwise the connection is closed without, which some servers log as an error.',
  }),
] as const

const urlOfTls = block(
  'url',
  'urls',
  {
    head: nothing(),
    rows: [
      ...url.rows,
      leaf('tls_compliant', 'tlsClose', bool(), {
        since: '2.2.8',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Ends TLS with a message, as its standard wants, for this request.',
      }),
    ],
  },
  url.facts,
)

export const sslCheck = block(
  'SSL_GET',
  'checks',
  { head: kind('https'), rows: [...http, ...tls, urlOfTls] },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it answers HTTP requests over TLS as they want it. Its certificate is not verified.',
  },
)
