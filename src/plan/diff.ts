import { positionOf, type Span } from '../base/index.ts'
import {
  isOurs,
  type KernelState,
  type KindName,
  kindNames,
  kinds,
  type Objects,
  objectId,
  type Scope,
  type Wanted,
  type WantedState,
} from '../kernel/index.ts'
import type { Change, ChangeOf, Foreign, GoesWith, Place, Reason } from './change.ts'

export interface Difference {
  readonly changes: readonly Change[]
  readonly foreign: readonly Foreign[]
  /** Ours, and as they should be. */
  readonly unchanged: number
}

/** What others may need and will be gone, for a moment at least. */
type Leaving = Map<string, GoesWith>

/** What has to happen for `live` to become `want`. What is not ours is never changed. */
export function diff(live: KernelState, want: WantedState, scope: Scope): Difference {
  const changes: Change[] = []
  const foreign: Foreign[] = []
  const leaving: Leaving = new Map()
  let unchanged = 0

  function compare<K extends KindName>(kind: K): void {
    const wanted = byKey(kind, want[kind])
    for (const before of live[kind]) {
      const entry = wanted.get(kinds[kind].key(before))
      wanted.delete(kinds[kind].key(before))
      if (!isOurs(kind, before, scope)) {
        if (entry) foreign.push({ ...about(kind, before, entry), object: before, wanted: entry.present } as Foreign)
        continue
      }
      const change = changeOf(kind, before, entry, leaving)
      if (change) changes.push(change as Change)
      else unchanged++
    }
    for (const entry of wanted.values()) {
      if (entry.present) changes.push(creation(kind, entry, leaving) as Change)
    }
  }

  for (const kind of kindNames.toSorted((a, b) => kinds[a].rank - kinds[b].rank)) compare(kind)
  return { changes, foreign, unchanged }
}

/** The objects spoken of. Where two blocks name the same, the one that wants it there has its way. */
function byKey<K extends KindName>(kind: K, entries: readonly Wanted<Objects[K]>[]): Map<string, Wanted<Objects[K]>> {
  const found = new Map<string, Wanted<Objects[K]>>()
  for (const entry of entries) {
    const key = kinds[kind].key(entry.object)
    if (!found.get(key)?.present) found.set(key, entry)
  }
  return found
}

function changeOf<K extends KindName>(
  kind: K,
  before: Objects[K],
  entry: Wanted<Objects[K]> | undefined,
  leaving: Leaving,
): ChangeOf<K> | undefined {
  const { needs, provides, same, canUpdate } = kinds[kind]
  const taken = leavingOf(needs(before), leaving)
  const { goesWith } = taken
  const leave = (action: GoesWith['action']) => {
    for (const provided of provides(before)) leaving.set(provided, { id: objectId(kind, before), action })
  }
  const known = about(kind, before, entry)
  if (!entry?.present) {
    leave('remove')
    return { action: 'remove', ...known, before, ...taken }
  }
  const after = entry.object
  if (!goesWith && same(before, after)) return undefined
  if (!goesWith && canUpdate(before, after)) return { action: 'update', ...known, before, after }
  leave(goesWith?.action ?? 'replace')
  return { action: 'replace', ...known, before, after, ...taken, ...announced(entry) }
}

function creation<K extends KindName>(kind: K, entry: Wanted<Objects[K]>, leaving: Leaving): ChangeOf<K> {
  const { object: after } = entry
  const goesWith = leavingOf(kinds[kind].follows(after), leaving)
  return { action: 'create', ...about(kind, after, entry), after, ...goesWith, ...announced(entry) }
}

function leavingOf(resources: readonly string[], leaving: Leaving): { readonly goesWith?: GoesWith } {
  for (const resource of resources) {
    const goesWith = leaving.get(resource)
    if (goesWith) return { goesWith }
  }
  return {}
}

function about<K extends KindName>(kind: K, object: Objects[K], entry: Wanted<Objects[K]> | undefined) {
  const id = objectId(kind, object)
  return entry ? { kind, id, because: reasonOf(entry) } : { kind, id }
}

function announced({ announcement }: Wanted<unknown>) {
  return announcement ? { announcement } : {}
}

function reasonOf({ because: { block, blockAt, setting, at } }: Wanted<unknown>): Reason {
  return { block, blockAt: placeOf(blockAt), setting, at: placeOf(at) }
}

export function placeOf({ source, start }: Span): Place {
  return { file: source.name, line: positionOf(source, start).line }
}
