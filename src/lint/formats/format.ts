import { type Diagnostic, extentOf, positionOf } from '../../base/index.ts'

/** Writes findings for a program that shows them beside the code. */
export type Format = (findings: readonly Diagnostic[]) => string

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** Where a finding is; one without a place is at the beginning of no file. */
export function placeOf(found: Diagnostic): Place {
  const span = extentOf(found)
  if (!span) return { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 }
  const start = positionOf(span.source, span.start)
  const end = positionOf(span.source, span.end)
  return { file: span.source.name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column }
}

/** What is wrong and, where it is known, what to do. */
export function messageOf({ message, hint }: Diagnostic): string {
  return hint === undefined ? message : `${message}: ${hint}`
}
