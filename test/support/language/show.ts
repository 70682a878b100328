import { printWord, type Statement } from '../../../grammar/index.ts'
import { type Diagnostic, positionOf, type Span, type Via } from '../../../src/base/index.ts'

/** Statements with where they come from, blocks indented: `3: state MASTER`, `2 <$M 9: state MASTER`. */
export function showStatements(statements: readonly Statement[], depth = 0): string {
  return statements
    .map(({ words, body, at }) => {
      const line = `${placeOf(at)}: ${'  '.repeat(depth)}${words.map(({ text }) => printWord(text)).join(' ')}`
      return `${line}${body ? ' {' : ''}\n${body ? showStatements(body, depth + 1) : ''}`
    })
    .join('')
}

/** `! 3:5 error syntax/stray-brace`. */
export function showFindings(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((found) => `! ${where(found)} ${found.severity} ${found.code}${hintOf(found)}\n`).join('')
}

/** `! 3:5 error syntax/stray-brace: what it says`. */
export function showMessages(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((found) => `! ${where(found)} ${found.severity} ${found.code}: ${found.message}${hintOf(found)}\n`)
    .join('')
}

function where({ span }: Diagnostic): string {
  return span ? `${placeOf(span)}:${positionOf(span.source, span.start).column}` : '-'
}

function hintOf({ hint }: Diagnostic): string {
  return hint === undefined ? '' : ` (${hint})`
}

/** Values of a configuration by path, for lines `? vrrpInstances.0.state`. */
export function showValues(config: unknown, expected: string): string {
  const paths = [...expected.matchAll(/^\? ([\w.]+)/gm)].map(([, path = '']) => path)
  return paths.map((path) => `? ${path} = ${JSON.stringify(valueAt(config, path)) ?? 'nothing'}\n`).join('')
}

function valueAt(config: unknown, path: string): unknown {
  const hidden = new Set(['at', 'end', 'spans'])
  const value = path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], config)
  return value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value, (key, one) => (hidden.has(key) ? undefined : one)))
}

function placeOf(span: Span): string {
  const { line } = positionOf(span.source, span.start)
  const file = span.source.name === 'main.conf' ? '' : `${span.source.name}:`
  return `${file}${line}${span.via ? ` ${showVia(span.via)}` : ''}`
}

function showVia(via: Via): string {
  switch (via.kind) {
    case 'include':
      return `<include ${placeOf(via.at)}>`
    case 'definition':
      return `<$${via.name} ${placeOf(via.at)}>`
    case 'sequence':
      return `<${via.values} ${placeOf(via.at)}>`
    case 'reading':
      return via.at.via ? showVia(via.at.via) : '<replaced>'
  }
}
