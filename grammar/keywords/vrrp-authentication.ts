import { block, leaf } from '../table.ts'
import { hmacKey, keyId, nothing, oneOf, secret, wholeSeconds } from '../values/index.ts'

/** Authentication of version 2. */
export const authentication = block(
  'authentication',
  'authentication',
  {
    head: nothing(),
    rows: [
      leaf('auth_type', 'type', oneOf(['PASS', 'AH']), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'PASS puts the password into each advert, readable to all on the network. AH is an IPsec authentication header: stronger, IPv4 alone, and rarely right with other makers.',
      }),
      leaf('auth_pass', 'password', secret({ max: 8 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'The shared password. An advert carries its first 8 bytes, and all routers of one VRID need the same ones. Everybody on the network can read it.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '1.0.3',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Authentication of adverts in version 2; version 3 has none, and strict mode forbids it. It keeps out routers that are configured wrongly, not attackers: for those there is auth_hmac.',
  },
)

/** Signatures, in both versions. */
export const hmac = block(
  'auth_hmac',
  'hmac',
  {
    head: nothing(),
    rows: [
      leaf('key', 'keys', hmacKey(), {
        repeat: 'each',
        required: true,
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'A shared key and its number, any number of them. The key has 32 to 64 bytes: as they are, in hexadecimal after hex:, or in a file after file:. To change keys without a gap, add the new one everywhere before active_key names it.',
      }),
      leaf('active_key', 'activeKey', keyId(), {
        adjusted: 0,
        required: true,
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'Number of the key that signs the own adverts. Adverts signed with any of the listed keys are accepted.',
      }),
      leaf('time_window', 'timeWindow', wholeSeconds({ min: 1, max: 300 }), {
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'Seconds that the time in an advert may be off from the own clock; three times advert_int, but 5 to 300, unless given. Hosts whose clocks are further apart do not hear each other.',
      }),
      leaf('anti_replay', 'antiReplay', oneOf(['time', 'monotonic']), {
        default: 'time',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        doc: 'What stops an attacker from sending recorded adverts again: time, which needs clocks that agree, or monotonic, which only looks at numbers that have to grow.',
      }),
      leaf('mode', 'mode', oneOf(['enforce', 'permissive', 'receive-only']), {
        default: 'enforce',
        since: '2.4.0',
        feature: 'vrrp, vrrp-auth',
        touches: ['packet'],
        doc: 'What happens to adverts without a signature: enforce drops them, permissive accepts them, receive-only accepts them and does not sign either. To bring signatures in, go from receive-only over permissive to enforce, each on all hosts first.',
      }),
    ],
  },
  {
    repeat: 'merged',
    since: '2.4.0',
    feature: 'vrrp, vrrp-auth',
    touches: ['packet'],
    doc: 'Signs adverts with a shared key (HMAC-SHA256) and checks those of others, in both versions and families. It replaces authentication; only keepalived and kac understand it.',
  },
)
