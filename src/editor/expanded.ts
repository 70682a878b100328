import { type Level, language, parse, printWord, type Statement, takesSecret } from '../../grammar/index.ts'
import type { Diagnostic } from '../base/index.ts'
import { type Entry, type ExpandPorts, expand } from '../expand/index.ts'

export interface ExpandedText {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** One file without includes, conditions, definitions and sequences that means the same; secrets are blotted out. */
export function expandedText(entry: Entry, ports: ExpandPorts): ExpandedText {
  const { tokens, diagnostics: expanding } = expand(entry, ports)
  const { statements, diagnostics: parsing } = parse(tokens, language)
  return { text: print(statements, language, 0), diagnostics: [...expanding, ...parsing] }
}

function print(statements: readonly Statement[], level: Level | undefined, depth: number): string {
  const indent = '    '.repeat(depth)
  return statements
    .map((statement) => {
      const inner = level?.blocks.get(statement.words[0]?.text ?? '')
      const line = `${indent}${lineOf(statement, level)}`
      return statement.body ? `${line} {\n${print(statement.body, inner, depth + 1)}${indent}}\n` : `${line}\n`
    })
    .join('')
}

function lineOf({ words }: Statement, level: Level | undefined): string {
  const [keyword, ...args] = words
  const row = level?.rows.get(keyword?.text ?? '')
  const isSecret = row ? row.kind === 'leaf' && row.type.secret === true : takesSecret(keyword?.text ?? '')
  return [keyword, ...args]
    .flatMap((word, index) => (word ? [isSecret && index > 0 ? '********' : printWord(word.text)] : []))
    .join(' ')
}
