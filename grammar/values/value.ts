import type { Code, Details, ParamsOf } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import type { NumberFile } from './host-number.ts'
import type { JsonSchema } from './json.ts'

/** What a value type may do while it reads. */
export interface ReadContext {
  /** The keyword whose words are read, as findings name it. */
  readonly keyword: string
  /** Reports a bad word. What holds in its place is said where the row of the table says it. */
  report<C extends Code>(code: C, params: ParamsOf<C>, at: Word, details?: Details): void
  /** keepalived does not start with what was reported. */
  refuse(): void
  /** The number that a file of the host has for a name; unknown where the host is another one. */
  readonly hostNumber: (file: NumberFile, name: string) => number | undefined | 'unknown'
}

export interface CompleteContext {
  readonly interfaces: readonly string[]
  /** Names of all blocks of a keyword. */
  readonly namesOf: (block: string) => readonly string[]
}

/** How one kind of value is written: reading and printing in one object, so that they cannot drift apart. */
export interface ValueType<V> {
  /** Fewest and most words it takes. */
  readonly arity: readonly [fewest: number, most: number]
  /** How many of the words that follow are its own, where other options may follow them. The most it takes unless given. */
  takes?(words: readonly Word[]): number
  /** Gets as many words as the arity allows. Undefined: it reported why, and nothing is set. */
  read(words: readonly Word[], cx: ReadContext): V | undefined
  /** Words that read as this value, in the form kac writes. */
  print(value: V): string
  /** What `kac compile --json` shows of it. */
  json(): JsonSchema
  /** Its words must not be shown. */
  readonly secret?: true
  /** What may stand here, for documentation and hints: `1 to 255`. */
  describe(): string
  complete?(cx: CompleteContext): readonly string[]
}

export type ValueOf<T> = T extends ValueType<infer V> ? V : never
