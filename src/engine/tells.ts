import type { Ip, Micros, RouterState } from '../base/index.ts'

export interface EngineHello {
  readonly kind: 'hello'
  readonly controlVersion: number
  readonly imageVersion: number
  readonly pid: number
  readonly engineVersion: string
  /** Whether this connection controls the engine; an observer never does. */
  readonly granted: boolean
  /** Process that has control instead; 0: none. */
  readonly controllerPid: number
  readonly imageDigest: string
}

export interface EngineRouterStatus {
  readonly name: string
  readonly state: RouterState
  readonly since: Micros
  readonly reason: string
  readonly basePriority: number
  readonly effectivePriority: number
  /** Sender of the last accepted advert, or the own source while Master. */
  readonly master?: Ip
  readonly masterPriority: number
  /** Absent: no advert was accepted yet. */
  readonly lastAdvert?: Micros
  readonly advertInterval: Micros
  readonly masterAdvertInterval: Micros
  readonly skew: Micros
  readonly masterDownInterval: Micros
  readonly masterDownAt?: Micros
  readonly objectsFailed: number
  readonly counters: Readonly<Record<string, number>>
}

/** Instants are of the engine's monotonic clock; `now` is that clock when the status was taken. */
export interface EngineStatus {
  readonly kind: 'status'
  readonly now: Micros
  readonly realTime: Micros
  readonly routers: readonly EngineRouterStatus[]
  /** Senders of adverts for virtual routers that this host does not have. */
  readonly strangers: readonly EngineStrangerStatus[]
  /** Absent: the engine is of a version that does not tell. */
  readonly lateness?: EngineLateness
  readonly sessions: readonly EngineSessionStatus[]
}

/** As RFC 5880 names them. */
export type SessionState = 'AdminDown' | 'Down' | 'Init' | 'Up'

export interface EngineSessionStatus {
  readonly name: string
  readonly neighbor: Ip
  readonly state: SessionState
  readonly neighborState: SessionState
  /** Why it is down, and what the neighbour says of its side. */
  readonly reason: string
  readonly neighborReason: string
  /** What routers go by: a neighbour that switches its side off says nothing about the path. */
  readonly pathGood: boolean
  readonly since: Micros
  readonly transmitInterval: Micros
  /** 0: the neighbour is not heard. */
  readonly detectionTime: Micros
  readonly lastHeard?: Micros
  readonly discriminator: number
  readonly neighborDiscriminator: number
  readonly received: number
  readonly sent: number
  readonly wentUp: number
  readonly wentDown: number
}

export interface EngineSessionChange {
  readonly kind: 'session'
  readonly realTime: Micros
  readonly session: string
  readonly from: SessionState
  readonly to: SessionState
  readonly reason: string
}

export interface EngineStrangerStatus {
  /** 0: unicast. */
  readonly interfaceIndex: number
  readonly virtualRouterId: number
  readonly source: Ip
  readonly adverts: number
  readonly lastHeard: Micros
}

/** How late timers were served, since the engine started. */
export interface EngineLateness {
  /** Wake-ups by how late they were at most, each above the limit before; the last has no limit. */
  readonly counts: readonly { readonly upTo?: Micros; readonly wakeUps: number }[]
  readonly sum: Micros
  readonly max: Micros
}

export interface EngineTransition {
  readonly kind: 'transition'
  readonly realTime: Micros
  readonly router: string
  readonly from: RouterState
  readonly to: RouterState
  readonly reason: string
  readonly effectivePriority: number
}

/** Trackers changed the priority of a router that has a role. */
export interface EnginePriority {
  readonly kind: 'priority'
  readonly realTime: Micros
  readonly router: string
  readonly state: RouterState
  readonly effectivePriority: number
}

/** A master heard one of lower priority, and answered. */
export interface EngineLowerPriority {
  readonly kind: 'lower-priority'
  readonly realTime: Micros
  readonly router: string
  readonly priority: number
  readonly source: Ip
}

/** Somebody new sends adverts for a virtual router that this host does not have. */
export interface EngineStranger {
  readonly kind: 'stranger'
  readonly realTime: Micros
  /** 0: unicast. */
  readonly interfaceIndex: number
  readonly virtualRouterId: number
  readonly source: Ip
}

export interface EngineRejected {
  readonly kind: 'rejected'
  readonly realTime: Micros
  readonly router: string
  readonly reject: string
  readonly source: Ip
}

export interface EngineObjectFailed {
  readonly kind: 'object-failed'
  readonly realTime: Micros
  readonly router: string
  readonly object: string
  readonly op: 'add' | 'remove'
  readonly errno: number
}

export type EngineTell =
  | EngineHello
  | EngineStatus
  | EngineTransition
  | EnginePriority
  | EngineRejected
  | EngineObjectFailed
  | EngineLowerPriority
  | EngineStranger
  | EngineSessionChange
  | { readonly kind: 'finished' }
  | { readonly kind: 'displaced'; readonly byPid: number }
  | { readonly kind: 'refused'; readonly why: string }
  /** The program that was to take over cannot. */
  | { readonly kind: 'stays'; readonly why: string }
  | {
      readonly kind: 'log'
      readonly realTime: Micros
      readonly severity: 'error' | 'warning' | 'info'
      readonly line: string
    }
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'loaded'; readonly taken: boolean; readonly error: string }
