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
  return diagnostics
    .map(({ code, severity, span, hint }) => {
      const column = span ? `:${positionOf(span.source, span.start).column}` : ''
      return `! ${span ? placeOf(span) : '-'}${column} ${severity} ${code}${hint === undefined ? '' : ` (${hint})`}\n`
    })
    .join('')
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
