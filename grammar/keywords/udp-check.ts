import { block, leaf } from '../table.ts'
import { int, kind, octets } from '../values/index.ts'
import { connection, from, timing } from './check-common.ts'

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
