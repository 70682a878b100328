import { KacError } from '../../base/index.ts'
import type { Commit } from '../../git/index.ts'
import type { MemoryPort } from '../ports.ts'
import { parsed } from '../recall-value.ts'
import type { Texts } from './tree-files.ts'

/** All that it takes to run a configuration again, whatever has become of where it came from. */
export interface LastGood {
  readonly commit?: Commit
  readonly texts: Texts
}

const name = 'last-good.json'
const formatVersion = 1

/** `of` names the file, or the repository, ref and path: what was good of another is not good of this. */
export async function rememberLastGood(memory: MemoryPort, of: string, { commit, texts }: LastGood): Promise<void> {
  await memory.remember(name, JSON.stringify({ formatVersion, of, commit, texts: [...texts] }, undefined, 2))
}

/** After a stop nothing is at work. */
export async function forgetLastGood(memory: MemoryPort): Promise<void> {
  await memory.remember(name, '')
}

/** Undefined when there is none. Throws KacError `memory` when it cannot be read. */
export async function recallLastGood(memory: MemoryPort, of: string): Promise<LastGood | undefined> {
  const text = await memory.recall(name)
  if (!text) return undefined
  // Written by rememberLastGood: the format number stands for the shape.
  const found = parsed(text) as (LastGood & { formatVersion: number; of: string }) | undefined
  if (found?.formatVersion !== formatVersion) throw new KacError('memory', `${name} is damaged, or of another kac`)
  if (found.of !== of) return undefined
  return { ...(found.commit && { commit: found.commit }), texts: new Map(found.texts) }
}
