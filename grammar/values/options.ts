import { closest } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { type JsonSchema, record } from './json.ts'
import type { ReadContext, ValueOf, ValueType } from './value.ts'

type Named = Readonly<Record<string, ValueType<unknown>>>

/** A value that stands by itself, told by how it looks. */
interface Sight<V = unknown> {
  readonly type: ValueType<V>
  readonly fits?: (text: string) => boolean
}

type Unnamed = Readonly<Record<string, Sight>>
type ValuesOf<O extends Named, U extends Unnamed> = { readonly [K in keyof O]?: ValueOf<O[K]> } & {
  readonly [K in keyof U]?: ValueOf<U[K]['type']>
}

interface OptionsShape<H, O, U> {
  /** What stands before the options; nothing unless given. */
  readonly head?: ValueType<H>
  /** Each after a word of its own. */
  readonly named: O
  /** Each by itself; of several that look alike the first is the first. */
  readonly unnamed?: U
  readonly fewest?: number
  /** A word that cannot be read makes all of them useless. */
  readonly strict?: true
  /** keepalived stops at one without its words. */
  readonly complete?: true
}

/** A head and values in any order, all on one line. */
export function options<H extends object, const O extends Named, const U extends Unnamed = Record<never, never>>({
  head,
  named,
  unnamed,
  fewest = 0,
  strict,
  complete,
}: OptionsShape<H, O, U>): ValueType<H & ValuesOf<O, U>> {
  const names = Object.keys(named)
  const sights: Unnamed = unnamed ?? {}
  return {
    arity: [Math.max(fewest, head?.arity[0] ?? 0), Number.POSITIVE_INFINITY],
    takes(words) {
      let count = head?.arity[1] ?? 0
      for (let type = typeOf(named, words[count]); type; type = typeOf(named, words[count])) {
        count += 1 + wordsOf(type, words.slice(count + 1)).length
      }
      return count
    },
    read(words, cx) {
      const size = head?.arity[1] ?? 0
      const start = head ? head.read(words.slice(0, size), cx) : {}
      if (start === undefined) return undefined
      const into: Record<string, unknown> = { ...start }
      for (let index = Math.min(size, words.length); index < words.length; ) {
        const word = words[index++] as Word
        const type = typeOf(named, word)
        const args = type ? wordsOf(type, words.slice(index)) : []
        index += args.length
        const field = type ? word.text : sightOf(sights, word, into, names, cx)
        const value = type ? readNamed(type, word, args, cx, complete) : field && sights[field]?.type.read([word], cx)
        if (value !== undefined && field !== undefined) into[field] = value
        else if (strict) return undefined
      }
      return into as H & ValuesOf<O, U>
    },
    print: (value) => {
      const given: Readonly<Record<string, unknown>> = { ...value }
      const shown = (name: string, type: ValueType<unknown>) =>
        given[name] === undefined ? [] : [type.print(given[name])]
      return [
        ...(head ? [head.print(value)] : []),
        ...Object.entries(sights).flatMap(([field, { type }]) => shown(field, type)),
        ...Object.entries(named).flatMap(([name, type]) =>
          shown(name, type).map((text) => (text === '' ? name : `${name} ${text}`)),
        ),
      ].join(' ')
    },
    describe: () =>
      [...(head ? [head.describe()] : []), ...Object.values(sights).map(({ type }) => type.describe()), ...names].join(
        ', ',
      ),
    complete: (cx) => [...names, ...Object.values(sights).flatMap(({ type }) => type.complete?.(cx) ?? [])],
    json() {
      const { properties = {} } = (head?.json() ?? {}) as { properties?: Readonly<Record<string, JsonSchema>> }
      const optional = [
        ...Object.entries(named),
        ...Object.entries(sights).map(([field, { type }]) => [field, type] as const),
      ]
      return record(properties, Object.fromEntries(optional.map(([name, type]) => [name, type.json()])))
    },
  }
}

function typeOf(named: Named, word: Word | undefined): ValueType<unknown> | undefined {
  return word && Object.hasOwn(named, word.text) ? named[word.text] : undefined
}

function wordsOf({ takes, arity }: ValueType<unknown>, following: readonly Word[]): readonly Word[] {
  return following.slice(0, takes?.(following) ?? arity[1])
}

function readNamed(
  type: ValueType<unknown>,
  name: Word,
  args: readonly Word[],
  cx: ReadContext,
  complete = false,
): unknown {
  if (args.length >= type.arity[0]) return type.read(args, cx)
  cx.report('bind/missing-argument', { keyword: name.text }, name)
  if (complete) cx.refuse()
  return undefined
}

/** The field that a word by itself is for. */
function sightOf(
  sights: Unnamed,
  word: Word,
  into: Readonly<Record<string, unknown>>,
  names: readonly string[],
  cx: ReadContext,
): string | undefined {
  const fitting = Object.keys(sights).filter((field) => sights[field]?.fits?.(word.text) ?? true)
  const free = fitting.find((field) => into[field] === undefined)
  if (free !== undefined) return free
  if (fitting.length > 0) cx.report('bind/dropped-words', { keyword: cx.keyword, text: word.text }, word)
  else reportUnknown(word, names, cx)
  return undefined
}

function reportUnknown(word: Word, names: readonly string[], cx: ReadContext): void {
  const near = closest(word.text, names)
  const hint = near === undefined ? {} : { hint: `did you mean "${near}"?` }
  cx.report('bind/unknown-option', { keyword: cx.keyword, text: word.text }, word, hint)
}
