import { KacError } from '../base/index.ts'
import { format, formatDiff } from '../format/index.ts'
import { hostFiles, readStandardInput, rewriteFile } from '../host/index.ts'
import type { FormatFlags } from './commands/fmt.ts'
import type { Terminal } from './terminal.ts'

/** Formats files, or tells which ones are not formatted; true when there is nothing to complain of. */
export function formatFiles(paths: readonly string[], flags: FormatFlags, terminal: Terminal): boolean {
  const texts = paths.map((path) => ({ path, text: path === '-' ? readStandardInput() : readFile(path) }))
  const changed = texts.map(({ path, text }) => formatOne(path, text, flags, terminal)).filter(Boolean)
  return changed.length === 0 || flags.check !== true
}

/** True when the text was not in canonical layout. */
function formatOne(path: string, text: string, { check, diff }: FormatFlags, terminal: Terminal): boolean {
  const after = format(text)
  if (diff && after !== text) terminal.out(formatDiff(path, text, after))
  else if (check && after !== text) terminal.out(`${path} is not formatted`)
  else if (path === '-' && !check && !diff) terminal.out(after.replace(/\n$/, ''))
  else if (after !== text) rewriteFile(path, format)
  return after !== text
}

function readFile(path: string): string {
  const content = hostFiles.read(path)
  if (content.kind === 'text') return content.text
  throw new KacError(
    'unreadable',
    `${path} cannot be formatted: ${content.kind === 'unreadable' ? content.reason : content.kind}`,
  )
}
