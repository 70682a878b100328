import { type KernelState, type KindName, type Objects, objectId, stateOf } from '../kernel/index.ts'
import type { Change, ChangeOf } from './change.ts'

/** What a state has become when all these changes were made. */
export function outcomeOf(state: KernelState, changes: readonly Change[]): KernelState {
  return stateOf((kind) => outcome(kind, state[kind], changes))
}

function outcome<K extends KindName>(kind: K, objects: readonly Objects[K][], changes: readonly Change[]) {
  const ofKind = changes.filter((change): change is Change & ChangeOf<K> => change.kind === kind)
  if (ofKind.length === 0) return objects
  const changed = new Map(ofKind.map((change) => [change.id, change]))
  const kept = objects.filter((object) => !changed.has(objectId(kind, object)))
  return [...kept, ...ofKind.flatMap((change) => (change.action === 'remove' ? [] : [change.after as Objects[K]]))]
}
