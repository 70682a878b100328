import { type KindName, kinds, type Links, type Message, type Objects } from '../kernel/index.ts'
import type { Change, ChangeOf, GoesWith, Reason } from './change.ts'

/** One thing to do to one object. */
export type StepOf<K extends KindName> =
  | { readonly action: 'create' | 'remove'; readonly kind: K; readonly object: Objects[K] }
  | { readonly action: 'update'; readonly kind: K; readonly before: Objects[K]; readonly after: Objects[K] }

export type Step = { [K in KindName]: StepOf<K> }[KindName]

/** A step in its place, with what takes it back. */
export interface Operation {
  readonly step: Step
  readonly undo: Step
  /** As `objectId` writes it. */
  readonly id: string
  readonly because?: Reason
}

/** The operations of one change. */
interface Parts {
  readonly rank: number
  /** Taking the object off where that stands apart from putting it on. */
  readonly off: readonly Operation[]
  readonly on: readonly Operation[]
  readonly takenBy: GoesWith['action'] | undefined
}

/**
 * The steps of all changes. What is new or other comes first, what others stand on before them; then what goes, the
 * other way round. What goes away with another object is taken off before that and put on again after it.
 */
export function order(changes: readonly Change[]): Operation[] {
  const up = changes.map((change) => partsOf(change)).sort((a, b) => a.rank - b.rank)
  // The kernel lists the first address of a subnet before the others, so that they are taken off before it.
  const down = up.toReversed()
  return [
    ...down.filter(({ takenBy }) => takenBy === 'replace').flatMap(({ off }) => off),
    ...up.filter(({ takenBy }) => takenBy !== 'remove').flatMap(({ on }) => on),
    ...down.filter(({ takenBy }) => takenBy !== 'replace').flatMap(({ off }) => off),
    ...up.filter(({ takenBy }) => takenBy === 'remove').flatMap(({ on }) => on),
  ]
}

function partsOf<K extends KindName>(change: ChangeOf<K>): Parts {
  const { kind, id, because } = change
  const { rank, same } = kinds[kind]
  const operation = (step: StepOf<K>) => ({ step, undo: inverse(step), id, ...(because && { because }) }) as Operation
  const create = (object: Objects[K]) => operation({ action: 'create', kind, object })
  const remove = (object: Objects[K]) => operation({ action: 'remove', kind, object })
  const nothing = { rank, off: [], on: [], takenBy: undefined }
  switch (change.action) {
    case 'create':
      return { ...nothing, on: [create(change.after)], takenBy: change.goesWith?.action }
    case 'update':
      return { ...nothing, on: [operation({ action: 'update', kind, before: change.before, after: change.after })] }
    case 'remove':
      return { ...nothing, off: [remove(change.before)], takenBy: change.goesWith?.action }
    case 'replace': {
      const { before, after, goesWith } = change
      if (!goesWith) return { ...nothing, on: [remove(before), create(after)] }
      // What comes back as it was is not taken off: it may be that the kernel spares it.
      const off = same(before, after) ? [] : [remove(before)]
      return { rank, off, on: [create(after)], takenBy: goesWith.action }
    }
  }
}

function inverse<K extends KindName>(step: StepOf<K>): StepOf<K> {
  switch (step.action) {
    case 'create':
      return { ...step, action: 'remove' }
    case 'remove':
      return { ...step, action: 'create' }
    case 'update':
      return { ...step, before: step.after, after: step.before }
  }
}

/** What a step says to the kernel. */
export function stepMessages<K extends KindName>(step: StepOf<K>, links: Links): readonly Message[] {
  const kind = kinds[step.kind]
  switch (step.action) {
    case 'create':
      return kind.create(step.object, links)
    case 'remove':
      return kind.remove(step.object, links)
    case 'update':
      return kind.update(step.after, links)
  }
}
