import { KacError } from '../base/index.ts'
import type { Matcher } from '../check/index.ts'
import { loadAddon } from './addon.ts'

interface NativePattern {
  test(bytes: Uint8Array): boolean | undefined
}

type NativePatternClass = new (text: Uint8Array, options: string, from: number, to: number) => NativePattern

export interface PatternOptions {
  /** Names of PCRE2's, as regex_options has them. */
  readonly options: readonly string[]
  /** Where a match may begin, both included. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const NO_LIMIT = 0xffff_ffff

/** A pattern of PCRE2. Throws KacError `bad-pattern`. */
export function patternOf(text: string, { options, from = 0, to = NO_LIMIT }: PatternOptions): Matcher {
  const { Pattern } = loadAddon() as { Pattern: NativePatternClass }
  const pattern = attempt(text, () => new Pattern(Buffer.from(text, 'latin1'), options.join(' '), from, to))
  return (body) => pattern.test(body)
}

function attempt<T>(text: string, call: () => T): T {
  try {
    return call()
  } catch (cause) {
    if (!(cause instanceof Error && 'offset' in cause)) throw cause
    throw new KacError('bad-pattern', `"${text}" is no pattern: ${cause.message}, at character ${cause.offset}`)
  }
}
