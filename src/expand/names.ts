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
  readonly value: (args: readonly string[], env: ExpandEnv, directory: string) => string | undefined
}

const RANDOM_MAX = 32767

/** Names that need no definition. A definition of the same name wins. */
const predefined: Readonly<Record<string, Predefined>> = {
  _PWD: { args: [0, 0], value: (_, __, directory) => directory },
  _INSTANCE: { args: [0, 0], value: (_, env) => env.configId },
  _ENV: { args: [1, 1], value: ([name = ''], env) => env.variable(name) ?? '' },
  _RANDOM: { args: [0, 2], value: random },
  _HASH: { args: [0, 0], value: () => '#' },
  _BANG: { args: [0, 0], value: () => '!' },
}

export const predefinedNames: readonly string[] = Object.keys(predefined)

function random([least = '0', most = String(RANDOM_MAX)]: readonly string[], env: ExpandEnv): string | undefined {
  if (!/^\d{1,9}$/.test(least) || !/^\d{1,9}$/.test(most)) return undefined
  return Number(least) > Number(most) ? undefined : String(env.random(Number(least), Number(most)))
}

/** `unknown` for another name, `misused` where the arguments do not fit. */
export function predefinedValue(
  { name, args }: Use,
  env: ExpandEnv,
  directory: string,
): { readonly value: string } | 'unknown' | 'misused' {
  const found = Object.hasOwn(predefined, name) ? predefined[name] : undefined
  if (!found) return 'unknown'
  const fits = args.length >= found.args[0] && args.length <= found.args[1]
  const value = fits ? found.value(args, env, directory) : undefined
  return value === undefined ? 'misused' : { value }
}
