import type { Place, Token } from '../../grammar/index.ts'
import type { Code, Findings, ParamsOf, SourceFile, Span, Via } from '../base/index.ts'
import { byteLength, FileFrame, type Frame, LINE_MAX, type SequenceFrame } from './frames.ts'
import { type Checks, noChecks } from './include.ts'
import { type Definition, madeDefinition } from './names.ts'
import { type Stretch, spanOf, textOf, trimmed, uncommented } from './stretch.ts'

/** Lines that definitions and sequences may make; what makes more was not meant to. */
export const LINES_MAX = 500_000
/** Files, definitions and sequences inside each other. */
export const NESTING_MAX = 200
/** Characters of all files together. */
export const TEXT_MAX = 64 * 1024 * 1024

/**
 * Where the next line comes from: files, and what definitions and sequences make. Plain lines of files go straight to
 * the stream; the lines given out are those that need work.
 */
export class Reading {
  readonly tokens: Token[] = []
  readonly sources: SourceFile[] = []
  readonly definitions = new Map<string, Definition>()
  private readonly findings: Findings
  private readonly frames: Frame[] = []
  /** A definition whose last line ended in a backslash. */
  private collecting: { readonly name: string; readonly lines: Stretch[] } | undefined
  private madeLines = 0
  private readText = 0
  private stopped = false

  constructor(findings: Findings) {
    this.findings = findings
  }

  /** The file that is being read. */
  get file(): FileFrame | undefined {
    return this.frames.findLast((frame) => frame.kind === 'file')
  }

  get checks(): Checks {
    return this.file?.checks ?? noChecks
  }

  nextLine(): Stretch | undefined {
    for (let frame = this.frames.at(-1); frame; frame = this.frames.at(-1)) {
      const line = frame.kind === 'file' ? this.fileLine(frame) : this.madeLine(frame)
      if (line) return line
      if (this.frames.at(-1) === frame) this.frames.pop()
    }
    this.endCollecting()
    return undefined
  }

  open(path: string, source: SourceFile, via: Via | undefined): void {
    this.sources.push(source)
    this.readText += source.text.length
    if (source.text.startsWith('\ufeff')) {
      this.findings.report('syntax/byte-order-mark', {}, { source, start: 0, end: 1, ...(via && { via }) })
    }
    this.frames.push(new FileFrame(path, source, this.checks, via))
  }

  /** Opens a file that another one names. */
  include(path: string, text: string, at: Span): void {
    if (this.frames.some((frame) => frame.kind === 'file' && frame.path === path)) {
      this.findings.report('expand/include-cycle', { name: path }, at)
    } else if (this.readText + text.length > TEXT_MAX) this.stop('expand/too-much-text', { most: TEXT_MAX }, at)
    else if (this.fits(at)) this.open(path, { name: path, text }, { kind: 'include', at })
  }

  /** Puts lines before what comes next. False when a limit was met and nothing more is read. */
  push(frame: Exclude<Frame, FileFrame>, at: Span): boolean {
    if (frame.kind === 'sequence' && frame.sequence.passes > LINES_MAX) {
      this.stop('expand/too-much', { most: LINES_MAX }, at)
    }
    const fits = this.fits(at)
    if (fits) this.frames.push(frame)
    return fits
  }

  /** Begins or goes on with a definition; a value that ends in a backslash goes on with the next line of the file. */
  define(name: string, value: Stretch): void {
    if (!endsInBackslash(value)) this.definitions.set(name, { name, lines: [value], multiline: false })
    else {
      this.collecting = { name, lines: [] }
      this.collect(value)
    }
  }

  private fileLine(frame: FileFrame): Stretch | undefined {
    for (;;) {
      const raw = this.collecting ? frame.nextLine() : frame.nextSpecial(this.tokens)
      const line = raw && this.readable(raw)
      if (!line || !this.collecting) return line
      const isComment = line.from === line.to && trimmed(raw).from < trimmed(raw).to
      if (!isComment) this.collect(line)
    }
  }

  /** A line as it stands in a file, without its comment. */
  private readable(raw: Stretch): Stretch {
    const { place, from, to } = raw
    const text = textOf(raw)
    const bytes = text.length * 3 > LINE_MAX ? byteLength(text) : 0
    if (bytes > LINE_MAX) {
      const start = spanOf({ place, from, to: from + 40 })
      this.findings.report('syntax/line-too-long', { bytes, most: LINE_MAX }, start)
    }
    if (!text.includes('\0')) return trimmed(uncommented(raw))
    this.reportNul(raw)
    return { place, from: to, to }
  }

  /** Once a file: a binary one has them everywhere. */
  private reportNul(raw: Stretch): void {
    const { source } = raw.place
    const known = this.findings.diagnostics.some(({ code, span }) => code === 'syntax/nul' && span?.source === source)
    if (!known) this.findings.report('syntax/nul', {}, spanOf(trimmed(raw)))
  }

  private madeLine(frame: Exclude<Frame, FileFrame>): Stretch | undefined {
    const line = frame.kind === 'lines' ? frame.lines[frame.next++] : this.pass(frame)
    if (!line || ++this.madeLines <= LINES_MAX) return line
    this.stop('expand/too-much', { most: LINES_MAX }, spanOf(line))
    return undefined
  }

  /** Sets the names of the next pass of a sequence, and gives the line that it repeats. */
  private pass(frame: SequenceFrame): Stretch | undefined {
    const { sequence, body, at } = frame
    if (frame.next >= sequence.passes) return undefined
    const values = sequence.values(frame.next++)
    for (const [index, name] of sequence.names.entries()) {
      this.definitions.set(name, madeDefinition(name, values[index] ?? '', at))
    }
    const shown = sequence.names.map((name, index) => `${name}=${values[index] ?? ''}`).join(', ')
    const place: Place = { ...body.place, via: { kind: 'sequence', values: shown, at } }
    return { ...body, place }
  }

  /** Adds a line to the definition that is being read; one without a backslash at its end is the last. */
  private collect(line: Stretch): void {
    const more = endsInBackslash(line)
    const text = more ? trimmed({ ...line, to: line.to - 1 }) : line
    if (text.from < text.to) this.collecting?.lines.push(text)
    if (!more) this.endCollecting()
  }

  private endCollecting(): void {
    if (!this.collecting) return
    const { name, lines } = this.collecting
    this.definitions.set(name, { name, lines, multiline: true })
    this.collecting = undefined
  }

  private fits(at: Span): boolean {
    if (this.frames.length >= NESTING_MAX) this.stop('expand/too-deep', { most: NESTING_MAX }, at)
    return !this.stopped
  }

  /** Gives up the whole configuration: what follows a limit is not what was meant. */
  private stop<C extends Code>(code: C, params: ParamsOf<C>, at: Span): void {
    this.findings.refuse(code, params, at)
    this.frames.length = 0
    this.stopped = true
  }
}

function endsInBackslash({ place, from, to }: Stretch): boolean {
  return to > from && place.text[to - 1] === '\\'
}
