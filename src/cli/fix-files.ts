import { KacError } from '../base/index.ts'
import { formatDiff } from '../format/index.ts'
import { hostFiles, rewriteFile } from '../host/index.ts'
import { applyEdits, editsOf, type Judgement } from '../lint/index.ts'
import type { LintFlags } from './commands/lint.ts'
import type { Terminal } from './terminal.ts'

/** Of files as they are to be. */
export type Texts = ReadonlyMap<string, string>

/** One repair may lay bare another; more rounds than this would be a mistake of ours. */
const ROUNDS_MAX = 10

/** Makes the repairs that findings bring along, or shows them, and gives what is left to be said then. */
export function fixFiles(
  paths: readonly string[],
  judgeAll: (texts: Texts) => Judgement,
  { diff }: LintFlags,
  terminal: Terminal,
): Judgement {
  if (paths.includes('-')) throw new KacError('usage', '--fix rewrites files, and - is none: kac lint --fix FILE')
  const texts = new Map<string, string>()
  let judgement = judgeAll(texts)
  for (let round = 0; round < ROUNDS_MAX && mend(judgement, paths, texts); round++) judgement = judgeAll(texts)
  for (const [name, text] of texts) {
    if (diff) terminal.out(formatDiff(name, textOf(name), text))
    else rewriteFile(name, () => text)
  }
  const others = [...editsOf(judgement.findings)].filter(([name]) => !isAmong(paths, name))
  for (const [name] of others) terminal.err(`kac: ${name} is not among the paths given, and is left as it is`)
  return judgement
}

/** True when a text changed. */
function mend({ findings }: Judgement, paths: readonly string[], texts: Map<string, string>): boolean {
  const own = [...editsOf(findings)].filter(([name]) => isAmong(paths, name))
  for (const [name, edits] of own) texts.set(name, applyEdits(texts.get(name) ?? textOf(name), edits))
  return own.length > 0
}

/** A file that is named, or in a folder that is. */
function isAmong(paths: readonly string[], name: string): boolean {
  return paths.some((path) => {
    const folder = path.replace(/(?:^|\/)kac\.ya?ml$/, '')
    return path === name || folder === '.' || name.startsWith(`${folder.replace(/\/$/, '')}/`)
  })
}

function textOf(name: string): string {
  const content = hostFiles.read(name)
  return content.kind === 'text' ? content.text : ''
}
