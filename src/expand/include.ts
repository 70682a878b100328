import type { ReadFile } from './frames.ts'
import { braceAlternatives, glob, hasWildcard, unescapedPath } from './glob.ts'
import { TEXT_MAX } from './limits.ts'
import type { FileContent, FilePort } from './ports.ts'

/** Which failures of an include are errors. The others are only mentioned. */
export type Check = 'read' | 'match' | 'wildcard_match' | 'brace_match'
export type Checks = ReadonlySet<Check>

export const noChecks: Checks = new Set()
const all: readonly Check[] = ['read', 'match', 'wildcard_match', 'brace_match']

/** The checks of each variant; plain `include` has those that are in force. */
const variants: Readonly<Record<string, readonly Check[]>> = {
  includer: ['read'],
  includem: ['read', 'match'],
  includew: ['read', 'match', 'wildcard_match'],
  includeb: ['read', 'brace_match'],
  includea: all,
}

export function checksOf(variant: string, inForce: Checks): Checks {
  const own = variants[variant]
  return own ? new Set(own) : inForce
}

/** What `include_check` and its words leave in force. */
export function changedChecks(words: readonly string[], inForce: Checks): Checks {
  if (words.length === 0) return new Set(all)
  const first = words.find((word) => /^[a-z]/.test(word))
  const next = new Set(first === undefined ? inForce : (['read'] satisfies Check[])) as Set<Check>
  for (const word of words) {
    if (word !== first && /^[a-z]/.test(word)) continue
    const check = all.find((known) => known === word.replace(/^[+-]/, ''))
    if (!check) continue
    if (word.startsWith('-')) next.delete(check)
    else next.add(check)
  }
  return next
}

export interface Problem {
  /** As the include names it. */
  readonly name: string
  readonly what: string
  readonly refused: boolean
  /** Whatever is checked, it must not be read. */
  readonly outside?: boolean
}

export interface Resolved {
  readonly files: readonly ReadFile[]
  readonly problems: readonly Problem[]
}

/**
 * Reads what an include names, up to more text than there may be. `directory` is that of the file it stands in, empty
 * for the working directory.
 */
export function resolveInclude(pattern: string, directory: string, checks: Checks, files: FilePort): Resolved {
  const alternatives = braceAlternatives(pattern)
  const found = alternatives.map((one) => resolveOne(one, directory, checks, files))
  if (alternatives.length === 1) return found[0] ?? { files: [], problems: [] }
  const refused = checks.has('brace_match') && found.some((one) => one.files.length === 0)
  return {
    files: refused ? [] : found.flatMap((one) => one.files),
    problems: found.flatMap((one) => one.problems.map((problem) => ({ ...problem, refused }))),
  }
}

function resolveOne(pattern: string, directory: string, checks: Checks, files: FilePort): Resolved {
  const base = pattern.startsWith('/') || directory === '' ? '' : directory.replace(/\/?$/, '/')
  if (!hasWildcard(pattern)) return readAll([base + unescapedPath(pattern)], checks, files)
  const { paths, directoryMissing } = glob(base.replaceAll(/[\\*?[]/g, '\\$&') + pattern, files)
  if (directoryMissing) return failed(pattern, 'names a directory that is not there', checks.has('match'))
  if (paths.length === 0 && checks.has('wildcard_match')) return failed(pattern, 'matches no file', true)
  return readAll(paths, checks, files)
}

function failed(name: string, what: string, refused: boolean): Resolved {
  return { files: [], problems: [{ name, what, refused }] }
}

function readAll(paths: readonly string[], checks: Checks, files: FilePort): Resolved {
  const read: ReadFile[] = []
  const problems: Problem[] = []
  let room = TEXT_MAX
  for (const path of paths) {
    const content = files.read(path)
    if (content.kind === 'text') {
      read.push({ path, text: content.text })
      room -= content.text.length
      if (room < 0) break
    } else
      problems.push({
        name: path,
        what: whyNot(content),
        refused: checks.has(content.kind === 'missing' ? 'match' : 'read'),
        outside: content.kind === 'outside',
      })
  }
  return { files: read, problems }
}

/** Said after the name of a file that could not be read. */
export function whyNot(content: Exclude<FileContent, { kind: 'text' }>): string {
  switch (content.kind) {
    case 'missing':
      return 'is not there'
    case 'directory':
      return 'is a directory'
    case 'executable':
      return 'is executable, and keepalived reads no such file'
    case 'special':
      return 'is not a plain file'
    case 'too-big':
      return 'is too big for a configuration'
    case 'outside':
      return 'leads out of the repository that is followed'
    case 'unreadable':
      return `cannot be read (${content.reason})`
  }
}
