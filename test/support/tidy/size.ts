import { codeOf, perFile, type Rule, type SourceText, type Violation } from './source.ts'

const fileMax = 300
const functionMax = 70

/** Rows of data, as long as what they list. */
const tables = /^grammar\/keywords\/|^src\/kernel\/wire\/constants\.ts$/

/** A file or function over the limit and its length today. Only ever shortened: a lower length must be written down. */
export interface Exception {
  readonly path: string
  readonly lines: number
}

export function fileSizes(exceptions: readonly Exception[]): Rule {
  const known = new Map(exceptions.map(({ path, lines }) => [path, lines]))
  return (files) => {
    const long = files.filter(({ path }) => /\.(?:ts|cc|h)$/.test(path) && !tables.test(path))
    return [...long.flatMap((file) => fileSize(file, known.get(file.path))), ...gone(files, exceptions)]
  }
}

function fileSize({ path, text }: SourceText, exception: number | undefined): Violation[] {
  const lines = text.trimEnd().split('\n').length
  if (exception === undefined)
    return lines <= fileMax ? [] : [{ path, line: fileMax, message: `has ${lines} lines, over ${fileMax}` }]
  if (lines > exception)
    return [{ path, line: exception, message: `has ${lines} lines, its exception says ${exception}` }]
  if (lines < exception)
    return [{ path, line: 1, message: `has ${lines} lines: lower or drop its exception of ${exception}` }]
  return []
}

function gone(files: readonly SourceText[], exceptions: readonly Exception[]): Violation[] {
  const paths = new Set(files.map((file) => file.path))
  const stale = exceptions.filter(({ path }) => !paths.has(path))
  return stale.map(({ path }) => ({ path, line: 1, message: 'is gone: drop its exception' }))
}

export const functionSizes: Rule = perFile(/\.(?:ts|cc|h)$/, ({ path, text }) =>
  functionsOf(text)
    .filter(({ lines }) => lines > functionMax)
    .map(({ line, lines }) => ({ path, line, message: `a function of ${lines} lines, over ${functionMax}` })),
)

interface FunctionSpan {
  readonly line: number
  readonly lines: number
}

const control =
  /^(?:if|else|for|while|do|switch|case|default|try|catch|return|namespace|class|struct|enum|union|describe|test|it)\b/
const definition = /\bfunction\b|=> \{$|^[\w~#$*&<>:, "[\]]*\(/

/**
 * Functions found by layout, which the formatters enforce: a closing brace alone belongs to the nearest line above that is
 * indented no deeper.
 */
export function functionsOf(text: string): FunctionSpan[] {
  const lines = codeOf(text).split('\n')
  return lines.flatMap((line, end) => {
    const indent = /^( *)\}[);,]*\s*$/.exec(line)?.[1]?.length
    if (indent === undefined) return []
    const start = headOf(lines, end, indent)
    const head = lines[start]?.trim() ?? ''
    return definition.test(head) && !control.test(head) ? [{ line: start + 1, lines: end - start + 1 }] : []
  })
}

function headOf(lines: readonly string[], end: number, indent: number): number {
  for (let i = end - 1; i >= 0; i--) {
    const line = lines[i] ?? ''
    // The last line of a header that was broken: `): Result {`.
    if (line.trim() === '' || line.search(/\S/) > indent || line.trim().startsWith(')')) continue
    return i
  }
  return 0
}
