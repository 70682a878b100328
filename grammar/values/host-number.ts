import type { Word } from '../words.ts'
import { parseCInteger } from './int.ts'
import type { ReadContext } from './value.ts'

/** Files of iproute2 that give numbers names, each host its own. */
export type NumberFile = 'rt_tables' | 'rt_protos' | 'rt_scopes' | 'rt_realms' | 'rt_dsfield' | 'group'

/** Where they are, as far as the configuration says. */
export interface NumberFolders {
  /** iproute_etc_dir, which comes first. */
  readonly own?: string | undefined
  /** iproute_usr_dir */
  readonly system?: string | undefined
}

/** What a host calls a number. */
export type HostNumbers = (file: NumberFile, name: string, folders: NumberFolders) => number | undefined

/** Names that need no file, and the file that has others; the latter counts first. */
export interface Names {
  readonly builtIn: Readonly<Record<string, number>>
  readonly file?: NumberFile
}

/**
 * A number in C notation, or by a name. Undefined for others, which the caller reports; null where that was done, since
 * only the host can tell what the name means.
 */
export function numberOrName(
  word: Word,
  text: string,
  { builtIn, file }: Names,
  cx: ReadContext,
): number | undefined | null {
  const number = parseCInteger(text)
  if (number !== undefined) return number
  const told = file && cx.hostNumber(file, text)
  if (told !== undefined && told !== 'unknown') return told
  if (Object.hasOwn(builtIn, text)) return builtIn[text]
  // Nobody makes scopes of its own: another name is a mistake.
  const mayBeThere = told === 'unknown' && file !== undefined && file !== 'rt_scopes' && /^[A-Za-z]/.test(text)
  if (!mayBeThere) return undefined
  cx.report('host/number-name', { text, file }, word, {})
  return null
}
