import type { Word } from '../words.ts'
import { listOf, record, string } from './json.ts'
import { printWord } from './text.ts'
import type { ReadContext, ValueType } from './value.ts'

/** A program to run, and as whom. */
export interface Command {
  /** The program and its arguments. */
  readonly argv: readonly string[]
  readonly user?: string
  readonly group?: string
}

interface CommandOptions {
  /** There may be no command at all. */
  readonly optional?: true
  /** User and group stand elsewhere. */
  readonly alone?: true
}

/**
 * A command, and maybe a user and a group. The line is cut by rules of its own, twice: into these three, then the
 * command into program and arguments, where escapes are read.
 */
export function command({ optional, alone }: CommandOptions = {}): ValueType<Command> {
  const most = alone ? 1 : 3
  return {
    arity: [optional ? 0 : 1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [word] = words
      if (!word) return { argv: [] }
      const cut = cutLine(rawText(words))
      const [line = '', user, group] = (cut ?? []).slice(0, most)
      const argv = cut && cutCommand(line)
      if (argv && argv.length > 0)
        return { argv, ...(user !== undefined && { user }), ...(group !== undefined && { group }) }
      reportBadCommand(word, argv === undefined ? 'a quote in it is not closed' : 'it is empty', cx)
      return undefined
    },
    print: ({ argv, user, group }) =>
      [argv.map(printArgument).join(' '), user, group]
        .filter((part) => part !== undefined)
        .map(printWord)
        .join(' '),
    json: () => record({ argv: listOf(string) }, { user: string, group: string }),
    describe: () =>
      alone ? 'a command, with arguments in one pair of quotes' : 'a command, and maybe a user and a group',
  }
}

function reportBadCommand(word: Word, why: string, cx: ReadContext): void {
  cx.report('bind/bad-command', { keyword: cx.keyword, why }, word)
}

/** What was written, quotes and all. */
function rawText(words: readonly Word[]): string {
  const first = words[0] as Word
  const last = words[words.length - 1] as Word
  return first.place.text.slice(first.start, last.end)
}

const quoted = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\.|[^\s"'\\]+/gs
const part = /(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+|["'].*/gs

/**
 * Quotes group and vanish, pieces that touch are joined, and a backslash stays with what it protects. Undefined where a
 * quote is not closed.
 */
function cutLine(text: string): string[] | undefined {
  const found: string[] = []
  for (const [whole] of text.matchAll(part)) {
    if (whole.replaceAll(quoted, '') !== '') return undefined
    found.push(whole.replaceAll(quoted, (written, double, single) => double ?? single ?? written))
  }
  return found
}

const piece = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|c.|.)|["']|[^\\"'\s]+|\s+|\\/gs

/** Program and arguments; undefined where a quote is not closed. */
function cutCommand(text: string): string[] | undefined {
  const found: string[] = []
  let current: string | undefined
  let quote = ''
  for (const [part] of text.matchAll(piece)) {
    if (quote === '' && /^\s/.test(part)) {
      if (current !== undefined) found.push(current)
      current = undefined
    } else if (part === quote) quote = ''
    else if (quote === '' && (part === '"' || part === "'")) {
      quote = part
      current ??= ''
    } else current = (current ?? '') + unescaped(part)
  }
  if (current !== undefined) found.push(current)
  return quote === '' ? found : undefined
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescaped(part: string): string {
  if (!part.startsWith('\\')) return part
  const rest = part.slice(1)
  if (/^[0-7]/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 0xff)
  if (/^x[0-9a-fA-F]/.test(rest)) return String.fromCharCode(Number.parseInt(rest.slice(1), 16))
  if (/^c./s.test(rest)) return String.fromCharCode(rest.charCodeAt(1) & 0x1f)
  return escapes[rest] ?? rest
}

function printArgument(argument: string): string {
  // A double quote would end the word that the command is.
  const escaped = argument.replaceAll(/['\\]/g, '\\$&').replaceAll('"', '\\042')
  return argument === '' || /\s/.test(argument) ? `'${escaped}'` : escaped
}
