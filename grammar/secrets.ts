import { closest } from '../src/base/index.ts'
import { homesOf, type Level, language } from './language.ts'

let secretive: ReadonlySet<string> | undefined

/** Whether the words after this one must not be shown: it takes a secret, or may be a misspelt keyword that does. */
export function takesSecret(word: string): boolean {
  secretive ??= new Set(secretKeywords(language))
  return secretive.has(word) || (homesOf(word).length === 0 && closest(word, secretive) !== undefined)
}

function secretKeywords({ rows, blocks }: Level): string[] {
  const own = [...rows.values()].filter((row) => row.kind === 'leaf' && row.type.secret === true)
  return [...own.map(({ keyword }) => keyword), ...[...blocks.values()].flatMap(secretKeywords)]
}

/** A line with what follows keywords that take a secret blotted out, as long as it was. */
export function withoutSecrets(line: string): string {
  const keyword = [...line.matchAll(/[^ \t{}]+/g)].find(([word]) => takesSecret(word))
  if (!keyword) return line
  const from = keyword.index + keyword[0].length
  return line.slice(0, from) + line.slice(from).replaceAll(/[^ \t{}]/g, '*')
}
