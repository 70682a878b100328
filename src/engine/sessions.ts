import { type Ip, isLinkLocal, type Micros } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { ByteWriter } from './bytes.ts'
import type { CompileNote } from './host-facts.ts'
import { trackerId } from './trackers.ts'

/** A BFD session with one neighbour. */
export interface SessionSpec {
  readonly name: string
  readonly identity: string
  /** Under which routers follow it. */
  readonly tracker: string
  readonly neighbor: Ip
  /** Absent: the kernel chooses. */
  readonly source?: Ip
  readonly multihop: boolean
  /** Of what it sends. */
  readonly ttl: number
  /** Of what it accepts. */
  readonly ttlMin: number
  readonly minTransmit: Micros
  readonly minReceive: Micros
  readonly idleTransmit: Micros
  readonly multiplier: number
  readonly passive: boolean
}

type Instance = Config['bfdInstances'][number]

export function compileSessions({ bfdInstances }: Config): { sessions: SessionSpec[]; notes: CompileNote[] } {
  const linkLocal = bfdInstances.filter(({ neighbor }) => neighbor !== undefined && isLinkLocal(neighbor))
  return {
    sessions: bfdInstances.flatMap((instance) => compileSession(instance) ?? []),
    notes: linkLocal.map(({ name, at }) => ({
      message: `${name} stays down: a link-local neighbor_ip needs an interface, which a bfd_instance cannot name`,
      at,
    })),
  }
}

function compileSession(instance: Instance): SessionSpec | undefined {
  const { name, neighbor, source, multihop, ttl, maxHops, spans } = instance
  if (neighbor === undefined) return undefined
  const usualTtl = ttl ?? RFC_TTL
  return {
    name,
    // What packets tell it by.
    identity: [neighbor, source ?? 'any', multihop ? 'multihop' : 'one hop'].join(' '),
    tracker: trackerId('bfd', name),
    neighbor,
    ...(source !== undefined && { source }),
    multihop,
    // keepalived's own default for IPv6 is refused by whoever follows RFC 5881 section 5.
    ttl: spans.ttl ? usualTtl : RFC_TTL,
    ttlMin: Math.max(usualTtl - maxHops, 0),
    minTransmit: instance.minTransmit,
    minReceive: instance.minReceive,
    idleTransmit: instance.idleTransmit,
    multiplier: instance.multiplier,
    passive: instance.passive,
  }
}

const RFC_TTL = 255

export function writeSession(out: ByteWriter, session: SessionSpec): void {
  out.text(session.name).text(session.identity).text(session.tracker).ip(session.neighbor)
  out.bool(session.source !== undefined)
  if (session.source !== undefined) out.ip(session.source)
  out.bool(session.multihop).u8(session.ttl).u8(session.ttlMin)
  out.i64(session.minTransmit).i64(session.minReceive).i64(session.idleTransmit)
  out.u8(session.multiplier).bool(session.passive)
}
