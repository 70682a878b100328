import type { FilePort } from './ports.ts'

/** What a pattern with wildcards found. */
export interface Found {
  readonly paths: readonly string[]
  /** A directory that the pattern names before its first wildcard is not there. */
  readonly directoryMissing: boolean
}

const ALTERNATIVES_MAX = 10_000

/** The alternatives of `{a,b}` in the order they are written; braces without a comma are letters. */
export function braceAlternatives(pattern: string): readonly string[] {
  const done: string[] = []
  const waiting = [pattern]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [, before = '', inside, after = ''] = /^((?:\\.|[^\\{])*)\{([^{}]*)\}(.*)$/s.exec(next) ?? []
    if (inside === undefined || done.length + waiting.length > ALTERNATIVES_MAX) done.push(next)
    else for (const choice of inside.split(',').reverse()) waiting.push(before + choice + after)
  }
  return done
}

export function hasWildcard(pattern: string): boolean {
  return /[*?[]/.test(pattern.replaceAll(/\\./g, ''))
}

/** A pattern without wildcards as the path it names. */
export function unescapedPath(pattern: string): string {
  return pattern.replaceAll(/\\(.)/g, '$1')
}

/** Paths that match `*`, `?` and `[...]`, sorted; a dot at the start of a name is matched by a dot only. */
export function glob(pattern: string, files: FilePort): Found {
  const [, fixed = '', wild = ''] = /^((?:[^*?[]*\/)?)(.*)$/s.exec(pattern) ?? []
  let paths = [unescapedPath(fixed)]
  const directoryMissing = files.list(paths[0] === '' ? '.' : (paths[0] ?? '')) === undefined
  for (const [index, part] of wild.split('/').entries()) {
    const matches = nameMatcher(part)
    paths = paths.flatMap((path) => {
      const directory = index === 0 ? path : `${path}/`
      const names = files.list(directory === '' ? '.' : directory) ?? []
      return names.filter(matches).map((name) => directory + name)
    })
  }
  return { paths: paths.sort(), directoryMissing }
}

/** Between stars every element matches one character, so the leftmost place that fits is as good as any. */
function nameMatcher(part: string): (name: string) => boolean {
  const pieces = part.split(/(?<!\\)\*+/).map(pieceExpression)
  const [first = { source: '', length: 0 }, ...others] = pieces
  const last = others.pop()
  const start = new RegExp(`^${first.source}${last ? '' : '$'}`, 's')
  const middle = others.map(({ source }) => new RegExp(source, 'gs'))
  const end = last && new RegExp(`${last.source}$`, 's')
  return (name) => {
    if ((name.startsWith('.') && !part.startsWith('.')) || !start.test(name)) return false
    let at = first.length
    for (const piece of middle) {
      piece.lastIndex = at
      if (!piece.test(name)) return false
      at = piece.lastIndex
    }
    return !last || !end || (name.length - last.length >= at && end.test(name))
  }
}

function pieceExpression(piece: string): { readonly source: string; readonly length: number } {
  const elements = piece.match(/\\.|\[[!^]?\]?[^\]]*\]|./gs) ?? []
  return { source: elements.map(elementExpression).join(''), length: elements.length }
}

function elementExpression(element: string): string {
  if (element === '?') return '.'
  const [, not, set] = /^\[([!^]?)(\]?[^\]]+)\]$/s.exec(element) ?? []
  if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll(/(.)-(.)|./gs, memberExpression)}]`
  return literally(element.length === 2 ? element.slice(1) : element)
}

/** One character, or a range; one that runs backwards holds nothing. */
function memberExpression(member: string, first?: string, last?: string): string {
  if (first === undefined || last === undefined) return literally(member)
  return first <= last ? `${literally(first)}-${literally(last)}` : ''
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
