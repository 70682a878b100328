import { KacError } from '../base/index.ts'
import type { Matcher, NoPattern } from '../check/index.ts'
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

/** A pattern of PCRE2. */
export function patternOf(text: string, { options, from = 0, to = NO_LIMIT }: PatternOptions): Matcher | NoPattern {
  const { Pattern } = loadAddon() as { Pattern: NativePatternClass }
  try {
    const pattern = new Pattern(Buffer.from(text, 'latin1'), options.join(' '), from, to)
    return (body) => pattern.test(body)
  } catch (cause) {
    if (!(cause instanceof Error && 'offset' in cause)) throw cause
    return { unusable: `"${text}" is no pattern: ${cause.message}, at character ${cause.offset}` }
  }
}

/** Why it is none. Undefined for one that is, and where the addon is missing, without which nobody knows. */
export function patternFault(text: string, options: readonly string[]): string | undefined {
  try {
    const pattern = patternOf(text, { options })
    return typeof pattern === 'function' ? undefined : pattern.unusable
  } catch (error) {
    if (error instanceof KacError && error.code === 'addon-missing') return undefined
    throw error
  }
}
