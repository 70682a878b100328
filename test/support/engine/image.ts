import { isDeepStrictEqual } from 'node:util'
import { type Cidr, familyOf, type Ip, ipBytes, type Mac, micros, parseIp, seconds } from '../../../src/base/index.ts'
import { announcer } from '../../../src/engine/frames.ts'
import {
  emptyImage,
  encodeImage,
  type Found,
  type HmacSpec,
  type ObjectSpec,
  type RouterSpec,
  type SocketSpec,
} from '../../../src/engine/image.ts'
import { ip as runIp } from '../lab/namespace.ts'

/** Where a router of a test runs. */
export interface Interface {
  readonly name: string
  readonly index: number
  readonly mac: Mac
}

export interface TestRouter {
  readonly on: Interface
  readonly vrid: number
  readonly priority: number
  readonly intervalMs: number
  readonly source: string
  readonly addresses: readonly string[]
  readonly name?: string
  readonly peers?: readonly string[]
  /** Milliseconds; 0, the default here: no second block. */
  readonly garpDelayMs?: number
  /** 3, unless told. */
  readonly version?: 2 | 3
  readonly authentication?: RouterSpec['authentication']
  readonly password?: string
  readonly trackers?: RouterSpec['trackers']
  readonly hmac?: HmacSpec
  /** Instead of that of VRRP. */
  readonly group?: string
  /** Whether the addresses were there when the image was made. */
  readonly found?: Found
}

export function interfaceOf(namespace: string, name: string): Interface {
  const [link] = JSON.parse(runIp(['-n', namespace, '-json', 'link', 'show', 'dev', name]))
  return { name, index: link.ifindex, mac: link.address }
}

/** An image of VRRPv3 routers. Those with the same group on the same interface share a socket. */
export function image(...routers: readonly TestRouter[]): Uint8Array {
  const sockets: SocketSpec[] = []
  const indices = routers.map((router) => {
    const wanted = socketSpec(router)
    const index = sockets.findIndex((socket) => isDeepStrictEqual(socket, wanted))
    return index === -1 ? sockets.push(wanted) - 1 : index
  })
  return encodeImage({
    ...emptyImage,
    sockets,
    routers: routers.map((router, i) => routerSpec(router, indices[i] ?? 0)),
  })
}

const groups = { 4: '224.0.0.18' as Ip, 6: 'ff02::12' as Ip }

function groupOf(router: TestRouter): Ip {
  return address(router.group ?? groups[familyOf(address(router.source))])
}

function socketSpec(router: TestRouter): SocketSpec {
  const source = address(router.source)
  const multicast = router.peers === undefined
  return {
    family: familyOf(source),
    multicast,
    authenticationHeader: router.authentication === 'ah',
    interfaceIndex: router.on.index,
    local: multicast ? groupOf(router) : source,
    receiveBufferBytes: 0,
    reportsFrom: 0,
  }
}

function routerSpec(router: TestRouter, socket: number): RouterSpec {
  const source = address(router.source)
  const addresses = router.addresses.map(cidr)
  return {
    name: router.name ?? `VI_${router.vrid}`,
    identity: `${router.on.name} ${router.vrid}`,
    vrid: router.vrid,
    family: familyOf(source),
    runnable: true,
    version: router.version ?? 3,
    priority: router.priority,
    startMaster: false,
    preempt: true,
    preemptDelay: micros(0),
    advertInterval: seconds(router.intervalMs / 1000),
    downTimerAdverts: 3,
    lowerPrioNoAdvert: false,
    higherPrioSendAdvert: false,
    checksumAsV2: false,
    oldUnicastChecksum: 'automatic',
    checkUnicastSource: false,
    skipCheckAdvAddr: false,
    ownerIgnoreAdverts: false,
    timerExpiredBackup: 0,
    authentication: router.authentication ?? 'none',
    password: Buffer.from(router.password ?? ''),
    ...(router.hmac && { hmac: router.hmac }),
    socket,
    source,
    sourceConfigured: false,
    ttl: 255,
    interfaceIndex: router.on.index,
    interfaceName: router.on.name,
    trackInterface: true,
    group: groupOf(router),
    peers: (router.peers ?? []).map((peer) => ({ address: address(peer), minTtl: 0, maxTtl: 255 })),
    trackers: router.trackers ?? [],
    syncGroup: 0,
    sourceFrames: [],
    advertised: addresses.map((entry) => entry.address),
    garp: {
      masterRepeat: 3,
      masterDelay: seconds((router.garpDelayMs ?? 0) / 1000),
      masterRefresh: micros(0),
      masterRefreshRepeat: 1,
      lowerPrioRepeat: 1,
      lowerPrioDelay: micros(0),
      elsewhere: micros(0),
    },
    objects: addresses.map((entry, at) => ({
      ...addressObject(router.on, entry, at),
      found: router.found ?? 'absent',
    })),
    removal: addresses.map((_, at) => at),
  }
}

function addressObject(on: Interface, { address, prefix }: Cidr, index: number): Omit<ObjectSpec, 'found'> {
  const label = `${address}/${prefix} dev ${on.name}`
  return {
    key: Uint8Array.from({ length: 8 }, (_, i) => ipBytes(address).at(i - 8) ?? 0),
    label,
    elsewhere: false,
    tracked: true,
    interfaceIndex: on.index,
    address,
    prefix,
    bus: 'route',
    add: addressMessage('add', on, { address, prefix }, index),
    remove: addressMessage('remove', on, { address, prefix }, index),
    frames: [{ interfaceIndex: on.index, pace: 0, bytes: announcer({ mac: on.mac, router: false })(address) }],
  }
}

const rtmNewAddr = 20
const rtmDelAddr = 21
const requestCreateReplace = 0x0501
const request = 0x0001
const ifaAddress = 1
const ifaLocal = 2
const noDad = 0x02

/** RTM_NEWADDR or RTM_DELADDR, as linux/if_addr.h has it. */
function addressMessage(op: 'add' | 'remove', on: Interface, { address, prefix }: Cidr, index: number): Uint8Array {
  const bytes = ipBytes(address)
  const attributes = [ifaLocal, ifaAddress].flatMap((type) => [4 + bytes.length, 0, type, 0, ...bytes])
  const message = Buffer.alloc(24 + attributes.length)
  message.writeUInt32LE(message.length, 0)
  message.writeUInt16LE(op === 'add' ? rtmNewAddr : rtmDelAddr, 4)
  message.writeUInt16LE(op === 'add' ? requestCreateReplace : request, 6)
  message.writeUInt32LE(index + 1, 8)
  message.set([bytes.length === 4 ? 2 : 10, prefix, bytes.length === 4 ? 0 : noDad, 0], 16)
  message.writeUInt32LE(on.index, 20)
  message.set(attributes, 24)
  return message
}

function address(text: string): Ip {
  const parsed = parseIp(text)
  if (!parsed) throw new Error(`not an address: ${text}`)
  return parsed
}

function cidr(text: string): Cidr {
  const [host = '', prefix] = text.split('/')
  return { address: address(host), prefix: Number(prefix) }
}
