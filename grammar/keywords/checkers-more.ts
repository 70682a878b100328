import { block, leaf } from '../table.ts'
import {
  account,
  bool,
  command,
  flag,
  I32,
  int,
  kind,
  nothing,
  octets,
  oneOf,
  optional,
  seconds,
  text,
  weight,
} from '../values/index.ts'
import { connection, http, timing, url } from './checkers.ts'

/** Rows that came to a block later than to others. */
function from<R extends readonly { readonly facts: { readonly since: string } }[]>(release: string, rows: R): R {
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

export const miscCheck = block(
  'MISC_CHECK',
  'checks',
  {
    head: kind('misc'),
    rows: [
      ...timing,
      leaf('misc_path', 'command', command({ alone: true }), {
        required: true,
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'The program, with its arguments in one pair of quotes.',
      }),
      leaf('misc_timeout', 'timeout', seconds({ min: 0.000001, max: 4294 }), {
        since: '1.1.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'After which time a run counts as failed.',
      }),
      leaf('misc_dynamic', 'dynamic', flag(), {
        default: false,
        since: '1.1.8',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'The exit status of the program is the weight of the server.',
      }),
      leaf('user', 'user', account(), {
        missing: 'drop',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'Who the program runs as.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'The real server is alive when a program says so.',
  },
)

export const smtpCheck = block(
  'SMTP_CHECK',
  'checks',
  {
    head: kind('smtp'),
    rows: [
      ...connection,
      ...timing,
      leaf('helo_name', 'helloName', text({ what: 'a name' }), {
        default: 'smtpchecker.keepalived.org',
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.8',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Name said in HELO.',
      }),
      block(
        'host',
        'hosts',
        { head: nothing(), rows: [...connection, ...timing] },
        {
          repeat: 'each',
          since: '1.1.8',
          feature: 'lvs',
          deprecated: 'a SMTP_CHECK of its own',
          touches: ['packet'],
          doc: 'An old form for several targets, which keepalived reads and does not do right.',
        },
      ),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.8',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The real server is alive when it answers as a mail server does.',
  },
)

export const pingCheck = block(
  'PING_CHECK',
  'checks',
  { head: kind('ping'), rows: [...from('2.1.0', [...connection, ...timing])] },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['packet', 'sysctl'],
    doc: 'The real server is alive when it answers an echo request.',
  },
)

export const udpCheck = block(
  'UDP_CHECK',
  'checks',
  {
    head: kind('udp'),
    rows: [
      ...from('2.1.0', [...connection, ...timing]),
      leaf('payload', 'payload', octets(), {
        missing: 'drop',
        since: '2.2.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'What to send.',
      }),
      leaf('require_reply', 'reply', octets({ wild: true }), {
        since: '2.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'An answer has to come, and to match where octets are given.',
      }),
      leaf('min_reply_length', 'replyLeast', int({ min: 0, max: 65535 }), {
        default: 0,
        since: '2.2.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Shortest good answer.',
      }),
      leaf('max_reply_length', 'replyMost', int({ min: 0, max: 65535 }), {
        default: 255,
        since: '2.2.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Longest good answer.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The real server is alive when a datagram is not refused, or is answered.',
  },
)

export const dnsCheck = block(
  'DNS_CHECK',
  'checks',
  {
    head: kind('dns'),
    rows: [
      ...from('1.3.0', [...connection, ...timing]),
      leaf(
        'type',
        'queryType',
        oneOf(['A', 'NS', 'CNAME', 'SOA', 'MX', 'TXT', 'AAAA', 'RRSIG', 'DNSKEY'], { anyCase: true }),
        { default: 'SOA', since: '1.3.0', feature: 'lvs', touches: ['packet'], doc: 'What is asked for.' },
      ),
      leaf('name', 'queryName', text({ what: 'a domain' }), {
        default: '.',
        repeat: 'first',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Whose it is.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.3.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The real server is alive when it answers a DNS query.',
  },
)

export const fileCheck = block(
  'FILE_CHECK',
  'checks',
  {
    head: kind('file'),
    rows: [
      leaf('track_file', 'file', text({ what: 'a track_file' }), {
        required: true,
        since: '2.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'The track_file whose number counts.',
      }),
      leaf('weight', 'weight', weight({ most: I32, directions: ['reverse', 'noreverse'] }), {
        missing: 'drop',
        since: '2.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'What the number is multiplied with.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'A number in a file says whether the real server is alive, and its weight.',
  },
)

export const bfdCheck = block(
  'BFD_CHECK',
  'checks',
  {
    head: kind('bfd'),
    rows: [
      leaf('name', 'name', text({ what: 'a bfd_instance' }), {
        required: true,
        repeat: 'first',
        since: '2.0.0',
        feature: 'lvs, bfd',
        touches: ['packet'],
        doc: 'The BFD session.',
      }),
      leaf('alpha', 'alpha', bool(), {
        since: '2.0.0',
        feature: 'lvs, bfd',
        touches: ['ipvs'],
        doc: 'The server counts as failed until the session is up.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'lvs, bfd',
    touches: ['ipvs'],
    doc: 'The real server is alive while a BFD session is up.',
  },
)

const tls = [
  leaf('enable_sni', 'sendHost', bool(), {
    default: false,
    since: '1.4.3',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Sends the Host header as the name of the server in TLS too.',
  }),
  leaf('sni_name', 'serverName', optional(text({ what: 'a name' }), ''), {
    repeat: 'warned',
    since: 'after 2.4.3 (development)',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Name of the server in TLS.',
  }),
  leaf('tls_compliant', 'tlsClose', bool(), {
    default: false,
    since: '2.2.8',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Ends TLS as its standard says.',
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
        doc: 'Ends TLS as its standard says.',
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
    doc: 'The real server is alive when it answers HTTP requests over TLS as it should.',
  },
)
