import { type KindName, kinds, type Links, type Message, type Objects } from '../kernel/index.ts'
import type { Change, ChangeOf, Reason } from './change.ts'

/** One thing to do to one object. */
export type StepOf<K extends KindName> =
  | { readonly action: 'create' | 'remove'; readonly kind: K; readonly object: Objects[K] }
  | { readonly action: 'update'; readonly kind: K; readonly before: Objects[K]; readonly after: Objects[K] }

export type Step = { [K in KindName]: StepOf<K> }[KindName]

/** A step in its place, with what takes it back; a plan as a whole is taken back by `wayBack`. */
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
  /** Taking the object off, where that stands apart from putting it on; early where it goes with a replacement. */
  readonly off: readonly Operation[]
  readonly early: boolean
  /** Putting it on; late where something has to go first. */
  readonly on: readonly Operation[]
  readonly late: boolean
}

/**
 * The steps of all changes. What is new or other comes first, what others stand on before them; then what goes, the
 * other way round. What the kernel takes away along with another object is taken off before that and put on after it.
 */
export function order(changes: readonly Change[]): Operation[] {
  const up = changes.map((change) => partsOf(change)).sort((a, b) => a.rank - b.rank)
  // The kernel lists the first address of a subnet before the others, so that they are taken off before it.
  const down = up.toReversed()
  return [
    ...down.filter(({ early }) => early).flatMap(({ off }) => off),
    ...up.filter(({ late }) => !late).flatMap(({ on }) => on),
    ...down.filter(({ early }) => !early).flatMap(({ off }) => off),
    ...up.filter(({ late }) => late).flatMap(({ on }) => on),
  ]
}

function partsOf<K extends KindName>(change: ChangeOf<K>): Parts {
  const { kind, id, because } = change
  const { rank, same, upserts, leavesAlong } = kinds[kind]
  const operation = (step: StepOf<K>) => ({ step, undo: inverse(step), id, ...(because && { because }) }) as Operation
  const create = (object: Objects[K]) => operation({ action: 'create', kind, object })
  const remove = (object: Objects[K]) => operation({ action: 'remove', kind, object })
  const update = (before: Objects[K], after: Objects[K]) => operation({ action: 'update', kind, before, after })
  const parts = (given: Partial<Parts>): Parts => ({ rank, off: [], early: false, on: [], late: false, ...given })
  switch (change.action) {
    case 'create':
      return parts({ on: [create(change.after)], late: change.waitsFor !== undefined })
    case 'update':
      return parts({ on: [update(change.before, change.after)], late: change.waitsFor !== undefined })
    case 'remove':
      if (change.goesWith && leavesAlong) return parts({})
      return parts({ off: [remove(change.before)], early: change.goesWith?.action === 'replace' })
    case 'replace': {
      const { before, after, goesWith, waitsFor } = change
      const late = waitsFor !== undefined || goesWith?.action === 'remove'
      if (!goesWith) return parts({ on: [remove(before), create(after)], late })
      // The kernel may spare it after all: what is to stay as it is, is put again and not taken off.
      if (upserts && same(before, after)) return parts({ on: [update(before, after)], late })
      return parts({ off: [remove(before)], early: goesWith.action === 'replace', on: [create(after)], late })
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
