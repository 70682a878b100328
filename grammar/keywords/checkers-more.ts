import { block, derived, leaf } from '../table.ts'
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
  text,
  weight,
  wholeSeconds,
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
        doc: 'The program, with its arguments in one pair of quotes. Status 0 means alive. It runs without a shell.',
      }),
      leaf('misc_timeout', 'timeout', wholeSeconds({ min: 0, max: 4294 }), {
        default: derived,
        since: '1.1.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'Seconds after which a run is ended and counts as failed; delay_loop unless given.',
      }),
      leaf('misc_dynamic', 'dynamic', flag(), {
        default: false,
        since: '1.1.8',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Status 2 to 255 of the program means alive with a weight of the status less 2, so that a busy server can ask for fewer connections.',
      }),
      leaf('user', 'user', account(), {
        missing: 'drop',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['process'],
        doc: 'User, and maybe group, that the program runs as; script_user unless given.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'The server is alive when a program says so. For everything that the other checks do not know.',
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
          doc: 'An old form for several targets. keepalived applies what is in it to the check around it and adds one that always fails: write a SMTP_CHECK for each target.',
        },
      ),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.8',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it greets with 220 and takes HELO and QUIT, as a mail server does.',
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
    doc: 'The server is alive when it answers an echo request. It says nothing about the service on it.',
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
        doc: 'Octets to send, in hexadecimal; a text of keepalived unless given. Services that answer want a request that they understand.',
      }),
      leaf('require_reply', 'reply', octets({ wild: true }), {
        since: '2.1.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'An answer has to come within connect_timeout; with octets after it, in hexadecimal, it has to begin with them. x stands for any digit. Without this, silence means alive.',
      }),
      leaf('min_reply_length', 'replyLeast', int({ min: 0, max: 65535 }), {
        default: 0,
        since: '2.2.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Shortest answer in bytes that is good. It is looked at where require_reply has octets.',
      }),
      leaf('max_reply_length', 'replyMost', int({ min: 0, max: 65535 }), {
        default: 255,
        since: '2.2.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Longest answer in bytes that is good. It is looked at where require_reply has octets.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive unless it refuses a datagram with an ICMP error, or with require_reply when it answers.',
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
        {
          default: 'SOA',
          since: '1.3.0',
          feature: 'lvs',
          touches: ['packet'],
          doc: 'Kind of record that is asked for.',
        },
      ),
      leaf('name', 'queryName', text({ what: 'a domain' }), {
        default: '.',
        repeat: 'first',
        since: '1.3.0',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Domain whose record is asked for, without a dot at its end.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.3.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it answers a DNS query without an error. What it answers does not matter.',
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
        doc: 'Name of the track_file whose number counts. It has to stand above.',
      }),
      leaf('weight', 'weight', weight({ most: I32, directions: ['reverse', 'noreverse'] }), {
        missing: 'drop',
        since: '2.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'What the number is multiplied with before it is added to the weight of the server; that of the track_file unless given. 0 takes the server out of use while the number is not 0, reverse while it is 0.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'A number in a file says whether the server is in use, and changes its weight. Whoever maintains the server can so drain it without a reload.',
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
        doc: 'Name of the bfd_instance. It has to stand above, and must not be for vrrp alone.',
      }),
      leaf('alpha', 'alpha', bool(), {
        since: '2.0.0',
        feature: 'lvs, bfd',
        touches: ['ipvs'],
        doc: 'The server counts as failed until the session is up. Without it, it is in use for a moment at every start.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'lvs, bfd',
    touches: ['ipvs'],
    doc: 'The server is alive while a BFD session with it is up: a dead link is found in milliseconds.',
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
