/** A file of the project: its path from the root, and its text (empty for what is not read). */
export interface SourceText {
  readonly path: string
  readonly text: string
}

export interface Violation {
  readonly path: string
  readonly line: number
  readonly message: string
}

/** A rule looks at all files at once and says what is wrong with them. */
export type Rule = (files: readonly SourceText[]) => Violation[]

/** A rule about each file by itself whose path matches. */
export function perFile(paths: RegExp, check: (file: SourceText) => Violation[]): Rule {
  return (files) => files.filter((file) => paths.test(file.path)).flatMap(check)
}

/** A rule that forbids a pattern in code, not in comments or strings. `global` patterns only. */
export function forbid(paths: RegExp, pattern: RegExp, message: (found: string) => string): Rule {
  return perFile(paths, ({ path, text }) => {
    const code = codeOf(text)
    return [...code.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(code, match.index),
      message: message(match[0].trim()),
    }))
  })
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

const comment = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`
const regularExpression = String.raw`(?<=[=(,:!&|?{;\[]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^/\n\\])+\/[a-z]*`
const strings = `${String.raw`'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`}\`(?:\\\\[\\s\\S]|[^\`\\\\])*\``

/** The text with comments blanked out, and everything else where it was. */
export function withoutComments(text: string): string {
  const tokens = new RegExp(`(${comment})|${regularExpression}|${strings}`, 'g')
  return text.replace(tokens, (token, remark) => (remark === undefined ? token : blank(token)))
}

/** The text with comments, strings and regular expressions blanked out, and everything else where it was. */
export function codeOf(text: string): string {
  return text.replace(new RegExp(`${comment}|${regularExpression}|${strings}`, 'g'), blank)
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}
