import { anyOf, boolean, type JsonSchema } from './json.ts'
import type { ValueType } from './value.ts'

/** No words: that the keyword is there is all it says. */
export function constant<const V>(value: V): ValueType<V> {
  return {
    arity: [0, 0],
    read: () => value,
    print: () => '',
    describe: () => '',
    json: () => (typeof value === 'boolean' ? boolean : { const: value }),
  }
}

/** A family, by a word of its own. */
export function family(number: 4 | 6): ValueType<4 | 6> {
  return { ...constant<4 | 6>(number), json: () => ({ enum: [4, 6] }) }
}

export function flag(): ValueType<boolean> {
  return constant<boolean>(true)
}

const yes = ['on', 'true', 'yes']
const no = ['off', 'false', 'no']

/** On when the word is missing. */
export function bool(): ValueType<boolean> {
  return {
    arity: [0, 1],
    read([word], cx) {
      if (!word || yes.includes(word.text)) return true
      if (no.includes(word.text)) return false
      cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices: [...yes, ...no] }, word)
      return undefined
    },
    print: (value) => (value ? 'on' : 'off'),
    describe: () => 'on or off (also true, yes, false, no)',
    complete: () => ['on', 'off'],
    json: () => boolean,
  }
}

/** One of a few words; `later` ones are keepalived's too, and kac does not act on them yet. */
export function oneOf<const W extends readonly string[]>(
  choices: W,
  { later = [], anyCase = false }: { readonly later?: readonly string[]; readonly anyCase?: boolean } = {},
): ValueType<W[number]> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const text = anyCase ? word.text.toUpperCase() : word.text
      const found = choices.find((choice) => choice === text)
      if (found !== undefined) return found
      if (later.includes(text)) cx.report('lint/not-served-yet', { what: `${cx.keyword} ${text}` }, word)
      else
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: word.text, choices: [...choices, ...later] }, word)
      return undefined
    },
    print: String,
    describe: () => choices.join(', '),
    complete: () => choices,
    json: () => ({ enum: choices }),
  }
}

interface Other<V, W> {
  readonly to: (value: V) => W
  readonly from: (value: W) => V
  readonly json?: () => JsonSchema
}

/** What other words are read as, told as something else. */
export function as<V, W>(type: ValueType<V>, { to, from, json = type.json }: Other<V, W>): ValueType<W> {
  return {
    ...type,
    read: (words, cx) => {
      const value = type.read(words, cx)
      return value === undefined ? undefined : to(value)
    },
    print: (value) => type.print(from(value)),
    json,
  }
}

/** A word that may be left out, and what holds then. */
export function optional<V, const D>(type: ValueType<V>, without: D): ValueType<V | D> {
  return {
    ...type,
    arity: [0, type.arity[1]],
    read: (words, cx) => (words.length === 0 ? without : type.read(words, cx)),
    print: (value) => (value === without ? '' : type.print(value as V)),
    describe: () => `${type.describe()}, or nothing`,
    json: () => anyOf([type.json(), { const: without }]),
  }
}
