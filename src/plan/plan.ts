import { kacVersion, type Role } from '../base/index.ts'
import {
  type KernelState,
  type KindName,
  kindNames,
  kinds,
  listedKindNames,
  type Objects,
  type Scope,
  type WantedState,
} from '../kernel/index.ts'
import { basisOf } from './basis.ts'
import type { Change, Foreign, Place } from './change.ts'
import { diff, placeOf } from './diff.ts'
import { type Operation, order } from './order.ts'

export const planFormatVersion = 1

/** A `Role` whose place is data. */
export interface PlanRole extends Omit<Role, 'at'> {
  readonly at?: Place
}

/** Why a change can not be made. */
export interface Problem {
  readonly id: string
  readonly message: string
  readonly at?: Place
}

/** Everything that would change on a host, as data: what is printed, saved and applied. */
export interface Plan {
  readonly formatVersion: typeof planFormatVersion
  readonly kacVersion: string
  readonly host: string
  /** Where the configuration is from: a file, or `main@3f2c1ab`. */
  readonly source: string
  /** Release of the kernel that was read. */
  readonly kernel: string
  /** When it was read, ISO 8601. */
  readonly readAt: string
  readonly roles: readonly PlanRole[]
  readonly changes: readonly Change[]
  /** The changes, step by step. */
  readonly operations: readonly Operation[]
  readonly foreign: readonly Foreign[]
  readonly unchanged: number
  readonly problems: readonly Problem[]
  /** The live objects that the plan rests on: ours, and those in the way. */
  readonly basis: KernelState
}

export interface PlanInput {
  readonly live: KernelState
  readonly want: WantedState
  readonly roles: readonly Role[]
  readonly scope: Scope
  readonly host: string
  readonly source: string
  readonly kernel: string
  readonly readAt: string
}

export function makePlan({ live, want, roles, scope, host, source, kernel, readAt }: PlanInput): Plan {
  const { changes, foreign, unchanged } = diff(live, want, scope)
  return {
    formatVersion: planFormatVersion,
    kacVersion,
    host,
    source,
    kernel,
    readAt,
    roles: roles.map(planRole),
    changes,
    operations: order(changes),
    foreign,
    unchanged,
    problems: problemsOf(changes, live),
    basis: basisOf(live, { changes, foreign }, scope),
  }
}

/** Whether it is about IPVS, which a reading leaves out unless it is told so. */
export function concernsIpvs({ basis, changes }: Pick<Plan, 'basis' | 'changes'>): boolean {
  const listed: readonly KindName[] = listedKindNames
  return basis.service.length > 0 || changes.some(({ kind }) => !listed.includes(kind))
}

/** A role that another one follows, or that begins or ends. */
export function changesRole({ before, after, assumed }: PlanRole): boolean {
  return before !== after && assumed === undefined
}

function planRole({ at, ...role }: Role): PlanRole {
  return at ? { ...role, at: placeOf(at) } : role
}

/** What a change stands on must be there, or be made by another one. */
function problemsOf(changes: readonly Change[], live: KernelState): Problem[] {
  const provided = new Set(kindNames.flatMap((kind) => live[kind].flatMap((object) => provides(kind, object))))
  const wanted = changes.filter((change) => change.action !== 'remove')
  for (const { kind, after } of wanted) for (const resource of provides(kind, after)) provided.add(resource)
  return wanted.flatMap(({ kind, id, after, because }) =>
    needs(kind, after)
      .filter((need) => !provided.has(need))
      .map((need) => ({ id, message: `${need} does not exist`, ...(because && { at: because.at }) })),
  )
}

function provides<K extends KindName>(kind: K, object: Objects[K]): readonly string[] {
  return kinds[kind].provides(object)
}

function needs<K extends KindName>(kind: K, object: Objects[K]): readonly string[] {
  return kinds[kind].needs(object)
}
