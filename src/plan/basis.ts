import {
  isOurs,
  type KernelState,
  type KindName,
  kindNames,
  kinds,
  type Objects,
  objectId,
  type Scope,
  stateOf,
  wantedOf,
} from '../kernel/index.ts'
import { type Difference, diff } from './diff.ts'
import { type Operation, order } from './order.ts'
import type { Plan } from './plan.ts'

/** An object that is not as it was when the plan was made. */
export interface Moved {
  readonly id: string
  readonly how: 'appeared' | 'gone' | 'changed'
}

/** What a plan rests on: the objects that are ours, and those that it speaks of. */
export function basisOf(
  live: KernelState,
  { changes, foreign }: Pick<Difference, 'changes' | 'foreign'>,
  scope: Scope,
): KernelState {
  const spokenOf = new Set([...changes, ...foreign].map(({ id }) => id))
  return stateOf((kind) =>
    live[kind].filter((object) => isOurs(kind, object, scope) || spokenOf.has(objectId(kind, object))),
  )
}

/** What keeps a plan from being carried out: empty while its ground is as it was. */
export function movedSince(plan: Plan, now: KernelState, scope: Scope): Moved[] {
  const ground = basisOf(now, plan, scope)
  return kindNames.flatMap((kind) => moved(kind, plan.basis[kind], ground[kind]))
}

/** What leads back to the ground of a plan, from wherever carrying it out has got to. */
export function wayBack(plan: Plan, now: KernelState, scope: Scope): Operation[] {
  const known = new Set([...scope.known, ...plan.changes.map(({ id }) => id)])
  return order(diff(now, wantedOf(plan.basis), { ...scope, known }).changes)
}

function moved<K extends KindName>(kind: K, then: readonly Objects[K][], now: readonly Objects[K][]): Moved[] {
  const { same } = kinds[kind]
  const before = new Map(then.map((object) => [objectId(kind, object), object]))
  const found: Moved[] = []
  for (const object of now) {
    const id = objectId(kind, object)
    const known = before.get(id)
    before.delete(id)
    if (known === undefined) found.push({ id, how: 'appeared' })
    else if (!same(object, known)) found.push({ id, how: 'changed' })
  }
  return [...found, ...[...before.keys()].map((id): Moved => ({ id, how: 'gone' }))]
}
