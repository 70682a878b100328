import { positionOf, type SourceFile } from './source.ts'

/** A stretch of text that the user wrote: half-open offsets in one file, and how it came to be read. */
export interface Span {
  readonly source: SourceFile
  readonly start: number
  readonly end: number
  /** The nearest thing that brought this text here; absent for the text of the file the user named. */
  readonly via?: Via
}

/** How text came to be where it is read. `at` is the line that did it and has a `via` of its own. */
export type Via =
  | { readonly kind: 'include'; readonly at: Span }
  | { readonly kind: 'definition'; readonly name: string; readonly at: Span }
  | { readonly kind: 'sequence'; readonly values: string; readonly at: Span }
  /** Names were replaced in it; `text` is what the line is with them. */
  | { readonly kind: 'reading'; readonly text: string; readonly at: Span }

/** `file:line`, as plans and logs show it. */
export function spanLine(span: Span): string {
  return `${span.source.name}:${positionOf(span.source, span.start).line}`
}
