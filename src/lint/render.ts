import { withoutSecrets } from '../../grammar/index.ts'
import {
  type Diagnostic,
  extentOf,
  lineText,
  positionOf,
  type Related,
  type Span,
  spanLine,
  type Via,
} from '../base/index.ts'

export interface RenderOptions {
  /** Makes text stand out on a terminal; the identity elsewhere. */
  readonly paint?: (style: 'error' | 'warning' | 'note' | 'faint', text: string) => string
}

/** Findings for people, each with the line it is about and how that line came to be read. */
export function renderFindings(diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  return diagnostics.map((found) => renderOne(found, options)).join('')
}

function renderOne(found: Diagnostic, options: RenderOptions): string {
  const { code, severity, message, span, hint, related } = found
  const paint = options.paint ?? ((_, text) => text)
  const title = `${paint(severity, severity)} ${code}: ${printable(message)}`
  if (!span) return `${title}\n${hint === undefined ? '' : `      | ${hint}\n`}`
  const { line, column } = positionOf(span.source, span.start)
  const excerpt = excerptOf(span, line, column)
  const marks = `${excerpt.indent}${paint(severity, '^'.repeat(excerpt.width))}${hint === undefined ? '' : ` ${hint}`}`
  const rows = [
    `${String(line).padStart(5)} | ${excerpt.text}`,
    `      | ${marks}`,
    ...[...reasons(span.via), ...related.map(showRelated), ...lastLine(found)].map(
      (text) => `      | ${paint('faint', text)}`,
    ),
  ]
  return `${span.source.name}:${line}:${column}: ${title}\n${rows.join('\n')}\n`
}

const WIDTH = 100

interface Excerpt {
  readonly text: string
  /** What leads to the underlined part, tabs kept so that it stays below. */
  readonly indent: string
  readonly width: number
}

/** The line, or the part around the span when it is long. */
function excerptOf(span: Span, line: number, column: number): Excerpt {
  const text = printable(withoutSecrets(lineText(span.source, line)))
  const from = column - 1 > WIDTH * 0.8 ? column - 1 - WIDTH / 2 : 0
  const shown = text.slice(from, from + WIDTH)
  const indent = shown.slice(0, column - 1 - from).replaceAll(/[^\t]/g, ' ')
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - indent.length))
  return { text: shown, indent, width }
}

/** Same length, nothing in it that a terminal would act on. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\t]/gu, '?')
}

const REASONS_MAX = 8

/** From the nearest to the farthest: how a line came to be read. */
function reasons(via: Via | undefined): string[] {
  const found: string[] = []
  for (let next = via; next; next = next.at.via) {
    if (found.length === REASONS_MAX) return [...found, 'and so on']
    found.push(showVia(next))
  }
  return found
}

function showVia(via: Via): string {
  switch (via.kind) {
    case 'include':
      return `included at ${spanLine(via.at)}`
    case 'definition':
      return `out of $${via.name}, used at ${spanLine(via.at)}`
    case 'sequence':
      return `with ${via.values}, set at ${spanLine(via.at)}`
    case 'reading':
      return `read as: ${printable(withoutSecrets(via.text)).trim()}`
  }
}

/** Where the text ends that is left out, or read otherwise, with what is found. */
function lastLine({ span, covers, misread }: Diagnostic): string[] {
  if (!span || !covers) return []
  const { line } = positionOf(covers.source, covers.end)
  if (line <= positionOf(span.source, span.start).line) return []
  const upTo = `what follows, up to ${covers.source.name}:${line}`
  return [misread ? `keepalived misreads ${upTo}; kac does not` : `and ${upTo}`]
}

function showRelated({ span, message }: Related): string {
  return `${message}: ${spanLine(span)}`
}

const places = {
  file: { type: 'string' },
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
  endLine: { type: 'integer', minimum: 1 },
  endColumn: { type: 'integer', minimum: 1 },
  via: { type: 'array', items: { type: 'string' }, description: 'How the text came to be read, the nearest first.' },
} as const
const placed = ['file', 'line', 'column', 'endLine', 'endColumn'] as const

/** What one finding is in JSON. */
export const findingSchema = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    severity: { enum: ['error', 'warning', 'note'] },
    message: { type: 'string' },
    ...places,
    hint: { type: 'string', description: 'What to do about it.' },
    related: {
      type: 'array',
      items: {
        type: 'object',
        properties: { message: { type: 'string' }, ...places },
        required: ['message', ...placed],
        additionalProperties: false,
      },
    },
    fix: {
      type: 'array',
      description: 'Texts to put in the places that they name.',
      items: {
        type: 'object',
        properties: { text: { type: 'string' }, ...places },
        required: ['text', ...placed],
        additionalProperties: false,
      },
    },
  },
  required: ['code', 'severity', 'message', 'related'],
  additionalProperties: false,
} as const

/** The same for programs. */
export function findingsJson(diagnostics: readonly Diagnostic[]): object[] {
  return diagnostics.map((found) => findingJson(found, extentOf(found)))
}

function findingJson({ code, severity, message, hint, related, fix }: Diagnostic, extent: Span | undefined): object {
  return {
    code,
    severity,
    message,
    ...(extent && placeJson(extent)),
    ...(hint !== undefined && { hint }),
    related: related.map((one) => ({ message: one.message, ...placeJson(one.span) })),
    ...(fix && { fix: fix.map(({ span: at, text }) => ({ text, ...placeJson(at) })) }),
  }
}

function placeJson(span: Span): object {
  const start = positionOf(span.source, span.start)
  const end = positionOf(span.source, span.end)
  return {
    file: span.source.name,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(span.via && { via: reasons(span.via) }),
  }
}
