import fc, { type Arbitrary } from 'fast-check'
import {
  account,
  addressRange,
  afterWord,
  anyWords,
  as,
  bool,
  broadcast,
  bufferPolicy,
  chains,
  cidr,
  clientMask,
  command,
  constant,
  destination,
  digest,
  domain,
  encapsulation,
  endpoint,
  family,
  field,
  fileMode,
  flag,
  forwarding,
  gateway,
  groupMark,
  hmacKey,
  initialValue,
  int,
  interfaceName,
  intPair,
  ints,
  ip,
  ipvlan,
  keyId,
  kind,
  lifetime,
  linkDelays,
  lockable,
  mark,
  milliseconds,
  names,
  network,
  nexthops,
  nothing,
  numbered,
  numberRange,
  octets,
  oneOf,
  oneOfNumbers,
  optional,
  options,
  ownWeight,
  pipe,
  port as portType,
  realms,
  reference,
  repetition,
  routeTime,
  scope,
  seconds,
  secret,
  server,
  service,
  signedWords,
  someOf,
  statusCodes,
  syncDaemon,
  text,
  unsigned64,
  type ValueType,
  virtualMac,
  vmac,
  weight,
  wholeSeconds,
} from '../../../grammar/index.ts'
import { compareIp, type Ip, ipFromBytes, micros, Secret } from '../../../src/base/index.ts'

const v4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(ipFromBytes)
const v6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(ipFromBytes)
const anyIp: Arbitrary<Ip> = fc.oneof(v4, v6)
const port = fc.integer({ min: 1, max: 65535 })
/** What double quotes can hold. */
export const word = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((one) => !/["\n]/.test(one))
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,14}$/)
const range = fc.tuple(fc.integer({ min: 100, max: 599 }), fc.integer({ min: 100, max: 599 }))

const network4 = fc.record({ address: v4, prefix: fc.integer({ min: 0, max: 32 }) })
const network6 = fc.record({ address: v6, prefix: fc.integer({ min: 0, max: 128 }) })
const octet = fc.integer({ min: 0, max: 255 })
const u16 = fc.integer({ min: 0, max: 65535 })
const group = fc.integer({ min: 0, max: 2147483647 })
const u32 = fc.integer({ min: 0, max: 4294967295 })
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
const someRealms = fc.tuple(octet, octet)
const tunnel = <K extends string>(kind: K, address: Arbitrary<Ip>, rest: Record<string, Arbitrary<number>>) =>
  fc.oneof(
    fc.record(
      { kind: fc.constant(kind), dst: address, id: u64, src: address, ...rest },
      { requiredKeys: ['kind', 'dst'] },
    ),
    fc.record({ kind: fc.constant(kind), id: u64, ...rest }, { requiredKeys: ['kind', 'id'] }),
  )
const hexGroup = fc.integer({ min: 0, max: 65535 }).map((value) => value.toString(16))
const label = fc.integer({ min: 0, max: 1048575 })
const encapsulations = fc.oneof(
  tunnel('ip', v4, { tos: octet, ttl: octet, flags: u16 }),
  tunnel('ip6', v6, { tc: octet, hoplimit: octet, flags: u16 }),
  fc.record({ kind: fc.constant('mpls'), labels: fc.array(label, { minLength: 1, maxLength: 2 }) }),
  fc.record({
    kind: fc.constant('ila'),
    locator: fc.array(hexGroup, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(':')),
  }),
)

const seconds32 = (max: number) => fc.integer({ min: 0, max }).map((value) => micros(value * 1e6))
const address = fc.oneof(
  fc.record({ address: anyIp, port }, { requiredKeys: ['address'] }),
  fc.constantFrom('192.0.2.0', '192.0.2.128').chain((network) => {
    return fc.record({ address: fc.constant(network as Ip), prefix: fc.integer({ min: 25, max: 32 }) })
  }),
  fc.record({ address: fc.constant('2001:db8::' as Ip), prefix: fc.integer({ min: 32, max: 128 }) }),
  fc
    .tuple(v4, v4)
    .map((pair) => [...pair].sort(compareIp))
    .map(([first, last]) => ({ address: first, last })),
)
const mac = fc.array(fc.integer({ min: 16, max: 255 }), { minLength: 5, maxLength: 5 }).map((octets) => {
  return ['02', ...octets.map((octet) => octet.toString(16))].join(':')
})
const keyText = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{32,64}$/),
  fc.stringMatching(/^([0-9a-f]{2}){32,64}$/).map((digits) => `hex:${digits}`),
  fc.stringMatching(/^file:\/[a-z]{1,9}$/),
)

/** Every value type, and values of it: a type, and what makes values. */
export const roundTrips = {
  addressRange: [addressRange(), address],
  anyWords: [anyWords('words'), fc.array(word, { minLength: 1 })],
  as: [as(bool(), { to: (on) => !on, from: (on) => !on }), fc.boolean()],
  bufferPolicy: [bufferPolicy(), fc.oneof(fc.constantFrom('MTU', 'ADVERT'), u32)],
  chains: [chains(), fc.record({ in: name, out: name }, { requiredKeys: ['in'] })],
  clientMask: [clientMask(), fc.oneof(v4, fc.integer({ min: 1, max: 128 }).map(String))],
  command: [
    command(),
    fc.record(
      { argv: fc.array(fc.stringMatching(/^[!-~]+$/), { minLength: 1 }), user: name },
      { requiredKeys: ['argv'] },
    ),
  ],
  constant: [constant('nop'), fc.constant('nop')],
  family: [family(6), fc.constant(6)],
  field: [field('name', text({ what: 'a name' })), fc.record({ name: word })],
  fileMode: [fileMode(), fc.integer({ min: 0, max: 0o777 })],
  flag: [flag(), fc.constant(true)],
  groupMark: [
    groupMark(),
    fc.record({ mark: u32, family: fc.constantFrom('inet', 'inet6') }, { requiredKeys: ['mark'] }),
  ],
  hmacKey: [hmacKey(), fc.record({ id: fc.integer({ min: 1, max: 255 }), key: keyText.map((one) => new Secret(one)) })],
  initialValue: [initialValue(), fc.record({ value: fc.integer({ min: -254, max: 254 }), overwrite: fc.boolean() })],
  intPair: [
    intPair({ min: 0, max: 9 }, 'two'),
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 4, max: 9 })),
  ],
  ints: [ints({ min: 0, max: 9 }, 'some'), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 })],
  ipvlan: [
    ipvlan(),
    fc.record({ name, source: network4, type: fc.constantFrom('bridge', 'vepa'), group }, { requiredKeys: [] }),
  ],
  keyId: [keyId(), fc.integer({ min: 1, max: 255 })],
  kind: [kind('tcp'), fc.constant({ kind: 'tcp' })],
  linkDelays: [linkDelays(), fc.record({ interface: name, down: seconds32(255), up: seconds32(255) })],
  milliseconds: [milliseconds({ min: 1, max: 4294967 }), fc.integer({ min: 1000, max: 4294967000 }).map(micros)],
  names: [names({ most: 6, max: 30 }), fc.array(name, { maxLength: 6 })],
  nothing: [nothing(), fc.constant({})],
  octets: [octets({ wild: true }), fc.stringMatching(/^([0-9a-fx]{2})*$/)],
  options: [
    options({ named: { ttl: int({ min: 1, max: 255 }) } }),
    fc.record({ ttl: fc.integer({ min: 1, max: 255 }) }),
  ],
  pipe: [pipe(), fc.record({ path: word, user: name, group: name })],
  port: [portType(), port],
  reference: [reference('vrrp_instance'), word],
  repetition: [repetition(), fc.record({ interval: seconds32(86400), all: fc.boolean() })],
  someOf: [someOf(['caseless', 'utf']), fc.array(fc.constantFrom('caseless', 'utf'), { minLength: 1 })],
  syncDaemon: [
    syncDaemon(),
    fc.record(
      { interface: name, inst: word, id: octet, ttl: fc.integer({ min: 1, max: 255 }) },
      { requiredKeys: ['interface'] },
    ),
  ],
  virtualMac: [virtualMac(), mac],
  vmac: [vmac(), fc.record({ name, mac, group, netlink_notify_msg: fc.constant(true) }, { requiredKeys: [] })],
  weight: [weight({ most: 253 }), fc.record({ weight: fc.integer({ min: -253, max: 253 }), reverse: fc.boolean() })],

  account: [account(), fc.record({ user: name, group: name }, { requiredKeys: ['user'] })],
  bool: [bool(), fc.boolean()],
  broadcast: [broadcast(), fc.oneof(v4, fc.constantFrom('+' as const, '-' as const))],
  cidr: [cidr(), fc.oneof(network4, network6)],
  destination: [
    destination(),
    fc.record({ type: octet, to: fc.oneof(network4, network6) }, { requiredKeys: ['type'] }),
  ],
  digest: [digest(), fc.stringMatching(/^[0-9a-f]{32}$/)],
  encapsulation: [encapsulation(), encapsulations],
  endpoint: [endpoint(), fc.record({ address: anyIp, port }, { requiredKeys: ['address'] })],
  forwarding: [
    forwarding(),
    fc.oneof(
      fc.record({ method: fc.constantFrom('NAT', 'DR', 'TUN') }),
      fc.record({
        method: fc.constant('TUN'),
        type: fc.constant('gue'),
        port,
        checksum: fc.constantFrom('csum', 'remcsum'),
      }),
      fc.record({ method: fc.constant('TUN'), type: fc.constant('gre'), checksum: fc.constant('csum') }),
    ),
  ],
  gateway: [gateway(), anyIp],
  int: [int({ min: -20, max: 4294967295 }), fc.integer({ min: -20, max: 4294967295 })],
  interfaceName: [interfaceName(), name],
  ip: [ip(), anyIp],
  lifetime: [lifetime(), fc.oneof(fc.integer({ min: 0, max: 4294967294 }), fc.constant('forever' as const))],
  lockable: [lockable(int({ min: 0, max: 4294967295 })), fc.record({ value: u32, locked: fc.boolean() })],
  mark: [mark(), fc.record({ value: u32, mask: u32 }, { requiredKeys: ['value'] })],
  network: [network(), fc.oneof(network4, network6, fc.constant('all' as const))],
  nexthops: [
    nexthops(),
    fc.array(
      fc.record(
        {
          via: anyIp,
          dev: name.filter((one) => one !== 'nexthop'),
          weight: fc.integer({ min: 1, max: 256 }),
          onlink: fc.constant(true),
          realms: someRealms,
          encap: encapsulations,
        },
        { requiredKeys: ['via'] },
      ),
      { minLength: 1, maxLength: 3 },
    ),
  ],
  numbered: [numbered({ main: 254 }), u32],
  numberRange: [numberRange(65535), fc.tuple(u16, u16)],
  oneOf: [oneOf(['MASTER', 'BACKUP']), fc.constantFrom('MASTER', 'BACKUP')],
  oneOfNumbers: [oneOfNumbers(2, 3), fc.constantFrom(2, 3)],
  optional: [optional(int({ min: 1, max: 9 }), 'none'), fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('none'))],
  realms: [realms(), someRealms],
  routeTime: [routeTime(1), fc.integer({ min: 200, max: 120000 })],
  scope: [scope(), fc.integer({ min: 0, max: 255 })],
  seconds: [seconds({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e15 }).map(micros)],
  secret: [secret({ max: 80 }), word.map((one) => new Secret(one))],
  server: [server(), fc.record({ host: name, port }, { requiredKeys: ['host'] })],
  service: [
    service(),
    fc.oneof(
      fc.record({ kind: fc.constant('address'), address: anyIp, port }, { requiredKeys: ['kind', 'address'] }),
      fc.record({ kind: fc.constant('fwmark'), mark: fc.integer({ min: 0, max: 4294967295 }) }),
      fc.record({ kind: fc.constant('group'), group: word }),
    ),
  ],
  signedWords: [signedWords(['read', 'match']), fc.array(fc.constantFrom('+match', '-read'))],
  statusCodes: [
    statusCodes(),
    fc.array(
      range.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      { minLength: 1 },
    ),
  ],
  domain: [domain(), fc.constantFrom('.', 'example.org', 'a.b.')],
  ownWeight: [ownWeight(253, 254), fc.integer({ min: -253, max: 253 })],
  afterWord: [afterWord('to', ip()), anyIp],
  text: [text({ what: 'words' }), word],
  unsigned64: [unsigned64(), u64],
  wholeSeconds: [wholeSeconds({ min: 0, max: 4294 }), fc.integer({ min: 0, max: 4294 }).map((s) => micros(s * 1e6))],
} satisfies Record<string, readonly [ValueType<never> | object, Arbitrary<unknown>]>
