import type { Span } from '../base/index.ts'
import type { ExpandEnv } from './ports.ts'
import type { Stretch } from './stretch.ts'

/** What `$NAME` stands for. */
export interface Definition {
  readonly name: string
  readonly lines: readonly Stretch[]
  /** It was continued over lines with backslashes, so its lines stay lines where it is used. */
  readonly multiline: boolean
}

/** A definition that was not read from a line: what a sequence sets. */
export function madeDefinition(name: string, text: string, { source, start, end, via }: Span): Definition {
  const pieces = [{ from: 0, start, end, verbatim: false }]
  const place = { source, text, base: 0, pieces, ...(via && { via }) }
  return { name, lines: [{ place, from: 0, to: text.length }], multiline: false }
}

/** A name in the text of a line, from its `$` on. */
export interface Use {
  readonly written: string
  readonly name: string
  readonly args: readonly string[]
}

const use = /\$(?:\{([A-Za-z_]\w*)((?:[ \t]+[^ \t{}]+)*)[ \t]*\}|([A-Za-z_]\w*)(?=[ \t,)]|$))/y

/** `${NAME}` anywhere, `$NAME` only before a blank, a comma, a closing parenthesis or the end. */
export function useAt(text: string, offset: number): Use | undefined {
  use.lastIndex = offset
  const found = use.exec(text)
  if (!found) return undefined
  const [written, braced, args = '', bare = ''] = found
  return { written, name: braced ?? bare, args: args.split(/[ \t]+/).filter((arg) => arg !== '') }
}

interface Predefined {
  readonly args: readonly [fewest: number, most: number]
  readonly value: (args: readonly string[], env: ExpandEnv, directory: string) => Value | undefined
}

interface Value {
  readonly text: string
  /** The arguments do not fit. */
  readonly misused?: true
}

const RANDOM_MAX = 32767

/** Names that need no definition. A definition of the same name wins. */
const predefined: Readonly<Record<string, Predefined>> = {
  _PWD: { args: [0, 0], value: (_, __, directory) => ({ text: directory }) },
  _INSTANCE: { args: [0, 0], value: (_, env) => ({ text: env.configId }) },
  _ENV: { args: [1, 1], value: ([name = ''], env) => ({ text: env.variable(name) ?? '' }) },
  _RANDOM: { args: [0, 2], value: random },
  _HASH: { args: [0, 0], value: () => ({ text: '#' }) },
  _BANG: { args: [0, 0], value: () => ({ text: '!' }) },
}

export const predefinedNames: readonly string[] = Object.keys(predefined)

function random([least = '0', most = String(RANDOM_MAX)]: readonly string[], env: ExpandEnv): Value | undefined {
  if (!/^\d{1,9}$/.test(least) || !/^\d{1,9}$/.test(most)) return undefined
  if (Number(least) > Number(most)) return { text: least, misused: true }
  return { text: String(env.random(Number(least), Number(most))) }
}

/** Undefined for another name. */
export function predefinedValue({ name, args }: Use, env: ExpandEnv, directory: string): Value | undefined {
  const found = Object.hasOwn(predefined, name) ? predefined[name] : undefined
  if (!found) return undefined
  const fits = args.length >= found.args[0] && args.length <= found.args[1]
  return (fits ? found.value(args, env, directory) : undefined) ?? { text: '', misused: true }
}
