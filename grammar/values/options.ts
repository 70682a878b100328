import { closest } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import type { ReadContext, ValueOf, ValueType } from './value.ts'

type Named = Readonly<Record<string, ValueType<unknown>>>
type ValuesOf<O extends Named> = { readonly [K in keyof O]?: ValueOf<O[K]> }

interface OptionsShape<H, O> {
  /** What stands before the options; nothing unless given. */
  readonly head?: ValueType<H>
  readonly named: O
  /** Reads a word that is no option; false for one that it does not know either. */
  readonly free?: (word: Word, into: Record<string, unknown>, cx: ReadContext) => boolean
  readonly fewest?: number
  /** A word that cannot be read makes all of them useless. */
  readonly strict?: true
}

/** A head and named values in any order, all on one line. */
export function options<H extends object, const O extends Named, F extends object = object>({
  head,
  named,
  free,
  fewest = 0,
  strict,
}: OptionsShape<H, O>): ValueType<H & ValuesOf<O> & F> {
  const names = Object.keys(named)
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
        const value = type && readNamed(type, word, args, cx)
        if (value !== undefined) into[word.text] = value
        else if (!type && free?.(word, into, cx)) continue
        else {
          if (!type) reportUnknown(word, names, cx)
          if (strict) return undefined
        }
      }
      return into as H & ValuesOf<O> & F
    },
    print: (value) => {
      const given: Readonly<Record<string, unknown>> = { ...value }
      const parts = Object.entries(named).flatMap(([name, type]) =>
        given[name] === undefined ? [] : [`${name} ${type.print(given[name])}`.trim()],
      )
      return [...(head ? [head.print(value)] : []), ...parts].join(' ')
    },
    describe: () => [...(head ? [head.describe()] : []), ...names].join(', '),
    complete: () => names,
  }
}

function typeOf(named: Named, word: Word | undefined): ValueType<unknown> | undefined {
  return word && Object.hasOwn(named, word.text) ? named[word.text] : undefined
}

function wordsOf({ takes, arity }: ValueType<unknown>, following: readonly Word[]): readonly Word[] {
  return following.slice(0, takes?.(following) ?? arity[1])
}

function readNamed(type: ValueType<unknown>, name: Word, args: readonly Word[], cx: ReadContext): unknown {
  if (args.length >= type.arity[0]) return type.read(args, cx)
  cx.report('bind/missing-argument', { keyword: name.text }, name)
  return undefined
}

function reportUnknown(word: Word, names: readonly string[], cx: ReadContext): void {
  const near = closest(word.text, names)
  const hint = near === undefined ? {} : { hint: `did you mean "${near}"?` }
  cx.report('bind/unknown-option', { keyword: cx.keyword, text: word.text }, word, hint)
}

/** One word of a few, by itself. */
export function choice<const W extends readonly string[]>(choices: W, field: string) {
  return (word: Word, into: Record<string, unknown>): boolean => {
    if (!choices.includes(word.text)) return false
    into[field] = word.text
    return true
  }
}
