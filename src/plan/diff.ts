import { positionOf, type Span } from '../base/index.ts'
import {
  type Because,
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
import type { Change, ChangeOf, Foreign, Place, Reason } from './change.ts'
import { Upheaval } from './upheaval.ts'

export interface Difference {
  readonly changes: readonly Change[]
  readonly foreign: readonly Foreign[]
  /** Ours, and as they should be. */
  readonly unchanged: number
}

/** What has to happen for `live` to become `want`. What is not ours is never changed. */
export function diff(live: KernelState, want: WantedState, scope: Scope): Difference {
  const changes: Change[] = []
  const foreign: Foreign[] = []
  const upheaval = new Upheaval(live)
  let unchanged = 0

  function compare<K extends KindName>(kind: K): void {
    const wanted = byKey(kind, want[kind])
    for (const before of live[kind]) {
      const entry = wanted.get(kinds[kind].key(before))
      wanted.delete(kinds[kind].key(before))
      if (!isOurs(kind, before, scope)) {
        const wanted = entry?.present ?? false
        if (entry || kinds[kind].showsForeign)
          foreign.push({ ...about(kind, before, entry), object: before, wanted } as Foreign)
        continue
      }
      const change = changeOf(kind, before, entry, upheaval)
      if (change) changes.push(change as Change)
      else unchanged++
    }
    for (const entry of wanted.values()) {
      if (entry.present) changes.push(creation(kind, entry, upheaval) as Change)
    }
  }

  // What others stand on comes first, so that what becomes of it is known.
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
  upheaval: Upheaval,
): ChangeOf<K> | undefined {
  const { needs, follows, provides, same, canUpdate } = kinds[kind]
  const goesWith = upheaval.takes([...needs(before), ...follows(before)])
  if (entry?.present && !goesWith && same(before, entry.object)) return undefined
  const known = about(kind, before, entry)
  const taken = goesWith && { goesWith }
  if (!entry?.present) {
    upheaval.goes(provides(before), { id: known.id, action: goesWith?.action ?? 'remove' })
    return { action: 'remove', ...known, before, ...taken }
  }
  const after = entry.object
  const waitsFor = upheaval.delays(needs(after), follows(after))
  const wait = waitsFor !== undefined && { waitsFor }
  if (!goesWith && canUpdate(before, after)) return { action: 'update', ...known, before, after, ...wait }
  upheaval.goes(provides(before), { id: known.id, action: goesWith?.action ?? 'replace' })
  upheaval.comes(provides(after), waitsFor ?? (goesWith?.action === 'remove' ? goesWith.id : undefined))
  return { action: 'replace', ...known, before, after, ...taken, ...wait, ...announced(entry) }
}

function creation<K extends KindName>(kind: K, entry: Wanted<Objects[K]>, upheaval: Upheaval): ChangeOf<K> {
  const { object: after } = entry
  const { needs, follows, provides } = kinds[kind]
  const waitsFor = upheaval.delays(needs(after), follows(after))
  upheaval.comes(provides(after), waitsFor)
  const wait = waitsFor !== undefined && { waitsFor }
  return { action: 'create', ...about(kind, after, entry), after, ...wait, ...announced(entry) }
}

function about<K extends KindName>(kind: K, object: Objects[K], entry: Wanted<Objects[K]> | undefined) {
  const id = objectId(kind, object)
  return entry?.because ? { kind, id, because: reasonOf(entry.because) } : { kind, id }
}

function announced({ announcement }: Wanted<unknown>) {
  return announcement ? { announcement } : {}
}

function reasonOf({ block, blockAt, setting, at }: Because): Reason {
  return { block, blockAt: placeOf(blockAt), setting, at: placeOf(at) }
}

export function placeOf({ source, start }: Span): Place {
  return { file: source.name, line: positionOf(source, start).line }
}
