import { Secret } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { hidden, listOf, record, string } from './json.ts'
import type { ReadContext, ValueType } from './value.ts'

interface TextOptions {
  /** For documentation. */
  readonly what: string
  /** Most bytes; a longer one is left out, or cut. */
  readonly max?: number
  readonly longer?: 'cut'
  /** An empty one in quotes is none. */
  readonly filled?: true
}

/** Any one word. */
export function text({ what, max = Number.POSITIVE_INFINITY, longer, filled }: TextOptions): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (filled && word?.text === '') {
        cx.report('bind/missing-argument', { keyword: cx.keyword }, word)
        return undefined
      }
      if (!word || fits(word.text, max)) return word?.text
      tooLong(word, max, longer === 'cut', cx)
      return longer === 'cut' ? cutToBytes(word.text, max) : undefined
    },
    print: printWord,
    describe: () => what,
    json: () => string,
  }
}

/** A name of DNS: no label of it is empty. */
export function domain(): ValueType<string> {
  const name = text({ what: 'a domain' })
  return {
    ...name,
    read([word], cx) {
      if (!word || word.text === '.' || !/(?:^|\.)\./.test(word.text)) return word?.text
      cx.report('bind/empty-label', { text: word.text }, word)
      return undefined
    },
  }
}

/** The name of a block elsewhere in the configuration. */
export function reference(block: string, { max }: { readonly max?: number } = {}): ValueType<string> {
  const name = text({ what: `the name of a ${block}`, ...(max !== undefined && { max }) })
  return { ...name, complete: ({ namesOf }) => namesOf(block) }
}

/** Any number of a few words. A word that is none of them is left out. */
export function someOf(choices: readonly string[]): ValueType<readonly string[]> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read: (words, cx) => readSome(words, choices, (text) => text, cx),
    print: (values) => values.join(' '),
    describe: () => choices.join(', '),
    complete: () => choices,
    json: () => listOf(string),
  }
}

/** The same, each with `+`, with `-` or, once, without a sign, and maybe none. */
export function signedWords(choices: readonly string[]): ValueType<readonly string[]> {
  return {
    ...someOf(choices),
    arity: [0, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [, ...late] = words.filter(({ text }) => !/^[+-]/.test(text) && choices.includes(text))
      for (const word of late) {
        cx.report('bind/repeated', { keyword: `a word of ${cx.keyword} without a sign`, kept: 'first' }, word)
      }
      return readSome(
        words.filter((word) => !late.includes(word)),
        choices,
        (text) => text.replace(/^[+-]/, ''),
        cx,
      )
    },
    describe: () => `${choices.join(', ')}, each with + or - or without`,
  }
}

function readSome(
  words: readonly Word[],
  choices: readonly string[],
  name: (text: string) => string,
  cx: ReadContext,
): string[] {
  return words
    .filter((word) => {
      const known = choices.includes(name(word.text))
      if (!known) cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices }, word)
      return known
    })
    .map(({ text }) => text)
}

/** Any number of words as they stand. */
export function anyWords(what: string): ValueType<readonly string[]> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read: (words) => words.map((word) => word.text),
    print: (values) => values.map(printWord).join(' '),
    describe: () => what,
    json: () => listOf(string),
  }
}

/** At most so many words, each of at most so many bytes. */
export function names({ most, max }: { readonly most: number; readonly max: number }): ValueType<readonly string[]> {
  const one = text({ what: 'a name', max, filled: true })
  return {
    arity: [0, most],
    read: (words, cx) => words.map((word) => one.read([word], cx)).filter((name) => name !== undefined),
    print: (values) => values.map(printWord).join(' '),
    describe: () => `at most ${most} names`,
    json: () => listOf(string),
  }
}

/** The name of an interface, which need not exist where the file is read. */
export function interfaceName(): ValueType<string> {
  const name = text({ what: 'an interface', max: 15 })
  return {
    ...name,
    read(words, cx) {
      const read = name.read(words, cx)
      const [word] = words
      if (read === undefined || !word || !/[:/@$]/.test(read)) return read
      cx.report('bind/bad-interface', { keyword: cx.keyword, text: read }, word)
      return undefined
    },
    complete: ({ interfaces }) => interfaces,
  }
}

/** A word that is kept out of all output. */
export function secret({ max }: { readonly max: number }): ValueType<Secret> {
  return {
    arity: [1, 1],
    secret: true,
    read([word], cx) {
      if (!word) return undefined
      if (!fits(word.text, max)) cx.report('bind/secret-too-long', { keyword: cx.keyword, max }, word)
      return new Secret(cutToBytes(word.text, max))
    },
    print: (value) => printWord(value.reveal()),
    describe: () => `a secret of at most ${max} bytes`,
    json: () => hidden,
  }
}

export interface Account {
  readonly user: string
  readonly group?: string
}

/** A user and maybe a group, by name. */
export function account(): ValueType<Account> {
  return {
    arity: [1, 2],
    read: ([user, group]) => user && { user: user.text, ...(group && { group: group.text }) },
    print: ({ user, group }) =>
      [user, group]
        .filter((name) => name !== undefined)
        .map(printWord)
        .join(' '),
    describe: () => 'a user, and maybe a group',
    json: () => record({ user: string }, { group: string }),
  }
}

/** A word as it has to be written to be read as this text. */
export function printWord(word: string): string {
  return word === '' || /[ \t\n\v\f\r{}#!]/.test(word) ? `"${word}"` : word
}

function tooLong(word: Word, max: number, cut: boolean, cx: ReadContext): void {
  const params = { keyword: cx.keyword, text: word.text, max }
  if (cut) cx.report('bind/too-long', params, word, { hint: `keepalived uses the first ${max} bytes` })
  else cx.report('bind/too-long', params, word)
}

const encoder = new TextEncoder()

/** A UTF-16 unit is at most three bytes, so most words need no counting. */
function fits(value: string, max: number): boolean {
  return value.length * 3 <= max || encoder.encode(value).length <= max
}

/** As many whole characters as fit. */
function cutToBytes(value: string, max: number): string {
  let kept = ''
  let length = 0
  for (const character of value) {
    length += encoder.encode(character).length
    if (length > max) break
    kept += character
  }
  return kept
}
