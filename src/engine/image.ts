import { type Family, type Ip, type Micros, micros } from '../base/index.ts'
import { ByteWriter } from './bytes.ts'
import { type SessionSpec, writeSession } from './sessions.ts'

/** The engine image, field for field what native/core/image/image.h says; that header has the meanings. */
export interface EngineImage {
  readonly startupDelay: Micros
  readonly delayAfterBoot: Micros
  readonly scheduling: SchedulingSpec
  readonly linkDelays: readonly LinkDelaySpec[]
  /** The least time between two announcements of one pace. */
  readonly paces: readonly Micros[]
  readonly sockets: readonly SocketSpec[]
  readonly routers: readonly RouterSpec[]
  readonly sessions: readonly SessionSpec[]
}

export interface SchedulingSpec {
  readonly nice: number
  /** 0: not in real time. */
  readonly realTimePriority: number
  /** Microseconds that it may run without a pause in real time; 0: no limit. */
  readonly realTimeLimit: number
  readonly lockMemory: boolean
  /** 0: never. */
  readonly autoPriorityMax: number
  /** Microseconds. */
  readonly autoPriorityDelay: number
  /** Empty: any. */
  readonly cpus: readonly number[]
  /** Of the process. */
  readonly name: string
}

export interface LinkDelaySpec {
  readonly interface: string
  readonly down: Micros
  readonly up: Micros
}

export interface SocketSpec {
  readonly family: Family
  readonly multicast: boolean
  readonly authenticationHeader: boolean
  readonly interfaceIndex: number
  readonly local: Ip
  readonly receiveBufferBytes: number
  /** Index of another interface that is a member of the group too; 0: none. */
  readonly reportsFrom: number
}

export interface FrameSpec {
  readonly interfaceIndex: number
  /** Of the image's paces, from 1; 0: none. */
  readonly pace: number
  readonly bytes: Uint8Array
}

/** The part of the kernel that netlink messages are for. */
export type Bus = 'route' | 'netfilter' | 'generic'

export type Found = 'absent' | 'ours' | 'foreign'

export interface ObjectSpec {
  /** 8 bytes; equal for objects that need no kernel call to become each other. */
  readonly key: Uint8Array
  readonly label: string
  /** Announced again and again, see GarpSpec. */
  readonly elsewhere: boolean
  readonly tracked: boolean
  readonly found: Found
  readonly interfaceIndex: number
  readonly address: Ip
  readonly prefix: number
  readonly bus: Bus
  readonly add: Uint8Array
  readonly remove: Uint8Array
  readonly frames: readonly FrameSpec[]
}

export interface GarpSpec {
  readonly masterRepeat: number
  readonly masterDelay: Micros
  readonly masterRefresh: Micros
  readonly masterRefreshRepeat: number
  readonly lowerPrioRepeat: number
  readonly lowerPrioDelay: Micros
  /** Of addresses on other interfaces than the router's; 0: off. */
  readonly elsewhere: Micros
}

/** Absent where keepalived has no auth_hmac block. */
export interface HmacSpec {
  readonly mode: 'enforce' | 'permissive' | 'receive-only'
  readonly activeKey: number
  /** 0: the clocks are not compared. */
  readonly timeWindow: Micros
  readonly keys: readonly { readonly id: number; readonly octets: Uint8Array }[]
}

export interface PeerSpec {
  readonly address: Ip
  readonly minTtl: number
  readonly maxTtl: number
}

export type OldChecksum = 'automatic' | 'always' | 'never'

/** `link`: `id` is the name of the interface. */
export interface TrackerSpec {
  readonly kind: 'state' | 'number' | 'link'
  readonly id: string
  /** Of a link; 0: it does not exist now. */
  readonly interfaceIndex: number
  /** 0: a fault while bad. */
  readonly weight: number
  readonly reverse: boolean
}

export interface RouterSpec {
  readonly name: string
  readonly identity: string
  readonly vrid: number
  readonly family: Family
  /** False: it can not run as it is configured. */
  readonly runnable: boolean
  readonly version: 2 | 3
  readonly priority: number
  readonly startMaster: boolean
  readonly preempt: boolean
  readonly preemptDelay: Micros
  readonly advertInterval: Micros
  readonly downTimerAdverts: number
  readonly lowerPrioNoAdvert: boolean
  readonly higherPrioSendAdvert: boolean
  readonly checksumAsV2: boolean
  readonly oldUnicastChecksum: OldChecksum
  readonly checkUnicastSource: boolean
  readonly skipCheckAdvAddr: boolean
  readonly ownerIgnoreAdverts: boolean
  /** 0: off. */
  readonly timerExpiredBackup: number
  readonly authentication: 'none' | 'pass' | 'ah'
  /** At most 8 bytes. */
  readonly password: Uint8Array
  readonly hmac?: HmacSpec
  readonly socket: number
  readonly source: Ip
  readonly sourceConfigured: boolean
  readonly ttl: number
  readonly interfaceIndex: number
  readonly interfaceName: string
  readonly trackInterface: boolean
  readonly group: Ip
  readonly peers: readonly PeerSpec[]
  readonly advertised: readonly Ip[]
  readonly trackers: readonly TrackerSpec[]
  /** Routers of one group have one number; 0: none. */
  readonly syncGroup: number
  readonly sourceFrames: readonly FrameSpec[]
  readonly garp: GarpSpec
  readonly objects: readonly ObjectSpec[]
  /** Indices into `objects`, in the order of being taken off. */
  readonly removal: readonly number[]
}

/** Runs nothing, in no particular way: what simulations and tests begin with. */
export const emptyImage: EngineImage = {
  startupDelay: micros(0),
  delayAfterBoot: micros(0),
  scheduling: {
    nice: 0,
    realTimePriority: 0,
    realTimeLimit: 0,
    lockMemory: false,
    autoPriorityMax: 0,
    autoPriorityDelay: 0,
    cpus: [],
    name: 'kac-engine',
  },
  linkDelays: [],
  paces: [],
  sockets: [],
  routers: [],
  sessions: [],
}

const imageMagic = 0x4943414b
export const imageVersion = 6

export function encodeImage(image: EngineImage): Uint8Array {
  const out = new ByteWriter()
  out.u32(imageMagic).u16(imageVersion).u16(0).i64(image.startupDelay).i64(image.delayAfterBoot)
  writeScheduling(out, image.scheduling)
  out.list(image.linkDelays, (each) => out.text(each.interface).i64(each.down).i64(each.up))
  out.list(image.paces, (pace) => out.i64(pace))
  out.list(image.sockets, (socket) => writeSocket(out, socket))
  out.list(image.routers, (router) => writeRouter(out, router))
  out.list(image.sessions, (session) => writeSession(out, session))
  return out.finish()
}

function writeScheduling(out: ByteWriter, scheduling: SchedulingSpec): void {
  out
    .u8(scheduling.nice & 0xff)
    .u8(scheduling.realTimePriority)
    .u32(scheduling.realTimeLimit)
  out.bool(scheduling.lockMemory).u8(scheduling.autoPriorityMax).i64(scheduling.autoPriorityDelay)
  out.list(scheduling.cpus, (cpu) => out.u16(cpu)).text(scheduling.name)
}

function writeSocket(out: ByteWriter, socket: SocketSpec): void {
  out
    .u8(socket.family)
    .bool(socket.multicast)
    .bool(socket.authenticationHeader)
    .u32(socket.interfaceIndex)
    .ip(socket.local)
    .u32(socket.receiveBufferBytes)
    .u32(socket.reportsFrom)
}

const oldChecksumCode: Record<OldChecksum, number> = { automatic: 0, always: 1, never: 2 }
const authenticationCode: Record<RouterSpec['authentication'], number> = { none: 0, pass: 1, ah: 2 }
const hmacModeCode: Record<HmacSpec['mode'], number> = { enforce: 1, permissive: 2, 'receive-only': 3 }

function writeHmac(out: ByteWriter, hmac: HmacSpec | undefined): void {
  out
    .u8(hmac ? hmacModeCode[hmac.mode] : 0)
    .u8(hmac?.activeKey ?? 0)
    .i64(hmac?.timeWindow ?? 0)
  out.list(hmac?.keys ?? [], (key) => out.u8(key.id).bytes(key.octets))
}

const trackerKindCode: Record<TrackerSpec['kind'], number> = { state: 0, number: 1, link: 2 }

function writeTracker(out: ByteWriter, { kind, id, interfaceIndex, weight, reverse }: TrackerSpec): void {
  out
    .u8(trackerKindCode[kind])
    .text(id)
    .u32(interfaceIndex)
    .u16(weight & 0xffff)
    .bool(reverse)
}

function writeFrame(out: ByteWriter, frame: FrameSpec): void {
  out.u32(frame.interfaceIndex).u16(frame.pace).bytes(frame.bytes)
}

function writeRouter(out: ByteWriter, router: RouterSpec): void {
  out.text(router.name).text(router.identity).u8(router.vrid).u8(router.family)
  out.bool(router.runnable).u8(router.version).u8(router.priority)
  out.bool(router.startMaster).bool(router.preempt).i64(router.preemptDelay).i64(router.advertInterval)
  out.u8(router.downTimerAdverts).bool(router.lowerPrioNoAdvert).bool(router.higherPrioSendAdvert)
  out.bool(router.checksumAsV2).u8(oldChecksumCode[router.oldUnicastChecksum]).bool(router.checkUnicastSource)
  out.bool(router.skipCheckAdvAddr).bool(router.ownerIgnoreAdverts).u8(router.timerExpiredBackup)
  out.u8(authenticationCode[router.authentication]).raw(padded(router.password, 8))
  writeHmac(out, router.hmac)
  out.u32(router.socket).ip(router.source).bool(router.sourceConfigured).u8(router.ttl)
  out.u32(router.interfaceIndex).text(router.interfaceName).bool(router.trackInterface).ip(router.group)
  out.list(router.peers, (peer) => out.ip(peer.address).u8(peer.minTtl).u8(peer.maxTtl))
  out.list(router.advertised, (address) => out.ip(address))
  out.list(router.trackers, (tracker) => writeTracker(out, tracker))
  out.u16(router.syncGroup)
  out.list(router.sourceFrames, (frame) => writeFrame(out, frame))
  writeGarp(out, router.garp)
  out.list(router.objects, (object, index) => writeObject(out, object, index + 1))
  out.list(router.removal, (index) => out.u16(index))
}

function writeGarp(out: ByteWriter, garp: GarpSpec): void {
  out.u8(garp.masterRepeat).i64(garp.masterDelay).i64(garp.masterRefresh).u8(garp.masterRefreshRepeat)
  out.u8(garp.lowerPrioRepeat).i64(garp.lowerPrioDelay).i64(garp.elsewhere)
}

const busCode: Record<Bus, number> = { route: 0, netfilter: 1, generic: 2 }
const foundCode: Record<Found, number> = { absent: 0, ours: 1, foreign: 2 }

/** A message names its object when the kernel refuses it. */
function writeObject(out: ByteWriter, object: ObjectSpec, number: number): void {
  out.raw(object.key).text(object.label).bool(object.elsewhere).bool(object.tracked).u8(foundCode[object.found])
  out.u32(object.interfaceIndex).ip(object.address).u8(object.prefix).u8(busCode[object.bus])
  writeMessage(out, object.add, number)
  writeMessage(out, object.remove, number)
  out.list(object.frames, (frame) => writeFrame(out, frame))
}

/** With another nlmsg_seq. */
function writeMessage(out: ByteWriter, message: Uint8Array, sequence: number): void {
  const [from, to] = [8, 12]
  out.u32(message.length).raw(message.subarray(0, from)).u32(sequence).raw(message.subarray(to))
}

function padded(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size)
  out.set(bytes.subarray(0, size))
  return out
}
