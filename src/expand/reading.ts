import { LINE_READ_MAX, type Place, type Token } from '../../grammar/index.ts'
import type { Code, Findings, ParamsOf, SourceFile, Span, Via } from '../base/index.ts'
import { byteLength, FileFrame, type Frame, type LinesFrame, type QueueFrame, type SequenceFrame } from './frames.ts'
import { type Checks, noChecks } from './include.ts'
import { LINE_MAX, LINES_MAX, NESTING_MAX, TEXT_MAX, TOKENS_MAX } from './limits.ts'
import { type Definition, madeDefinition } from './names.ts'
import { type Stretch, spanOf, textOf, trimmed, uncommented } from './stretch.ts'

interface Collecting {
  readonly name: string
  readonly lines: Stretch[]
  commented?: boolean
}

/**
 * Where the next line comes from: files, and what definitions and sequences make. Plain lines of files go straight to
 * the stream; the lines given out are those that need work.
 */
export class Reading {
  readonly tokens: Token[] = []
  readonly sources: SourceFile[] = []
  readonly definitions = new Map<string, Definition>()
  private readonly findings: Findings
  /** A comment in a definition ends it. */
  private readonly literal: boolean
  private readonly frames: Frame[] = []
  /** A definition whose last line ended in a backslash. */
  private collecting: Collecting | undefined
  private madeLines = 0
  private readText = 0
  private stopped = false
  private readonly withNul = new Set<SourceFile>()

  constructor(findings: Findings, literal: boolean) {
    this.findings = findings
    this.literal = literal
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
      const line = this.lineOf(frame)
      if (line && !this.isFull(line)) return line
      if (!line && this.frames.at(-1) === frame) this.frames.pop()
    }
    this.endCollecting()
    return undefined
  }

  open(path: string, source: SourceFile, via: Via | undefined): void {
    this.readText += source.text.length
    if (this.readText > TEXT_MAX) {
      this.stop('expand/too-much', { most: TEXT_MAX, what: 'characters in all files together' }, via?.at)
      return
    }
    this.sources.push(source)
    if (source.text.startsWith('\ufeff')) {
      const mark = { source, start: 0, end: 1, ...(via && { via }) }
      this.findings.report('syntax/byte-order-mark', {}, mark, { fix: [{ span: mark, text: '' }] })
    }
    this.frames.push(new FileFrame(path, source, this.checks, via))
  }

  /** Puts lines before what comes next. False when a limit was met and nothing more is read. */
  push(frame: Exclude<Frame, FileFrame>, at: Span): boolean {
    if (frame.kind === 'sequence' && frame.sequence.passes > LINES_MAX) this.stopForLines(at)
    if (this.frames.length >= NESTING_MAX) this.stop('expand/too-deep', { most: NESTING_MAX }, at)
    if (!this.stopped) this.frames.push(frame)
    return !this.stopped
  }

  /** True when the value ends in a backslash and so goes on with the next line of the file. */
  define(name: string, value: Stretch): boolean {
    const goesOn = endsInBackslash(value)
    if (goesOn) {
      this.collecting = { name, lines: [] }
      this.collect(value)
    } else this.definitions.set(name, { name, lines: [value], multiline: false })
    return goesOn
  }

  private lineOf(frame: Frame): Stretch | undefined {
    if (frame.kind === 'file') return this.fileLine(frame)
    if (frame.kind === 'queue') {
      this.openNext(frame)
      return undefined
    }
    const line = frame.kind === 'lines' ? waitingLine(frame) : this.pass(frame)
    if (!line || ++this.madeLines <= LINES_MAX) return line
    this.stopForLines(spanOf(line))
    return undefined
  }

  private fileLine(frame: FileFrame): Stretch | undefined {
    for (;;) {
      const raw = this.collecting ? frame.nextLine() : frame.nextSpecial(this.tokens)
      if (raw === 'more') {
        if (this.isFull({ place: frame.place, from: 0, to: 0 })) return undefined
        continue
      }
      const line = raw && this.readable(raw)
      if (!line || !this.collecting) return line
      const isComment = line.from === line.to && trimmed(raw).from < trimmed(raw).to
      if (!isComment) this.collect(line)
      else if (endsInBackslash(trimmed(raw))) this.commentIn(this.collecting, trimmed(raw))
    }
  }

  /** Opens the next file that an include names; when there is none, the frame stays on top and is done with. */
  private openNext(frame: QueueFrame): void {
    for (let file = frame.files[frame.next++]; file; file = frame.files[frame.next++]) {
      const { path, text } = file
      if (this.frames.some((outer) => outer.kind === 'file' && outer.path === path)) {
        this.findings.report('expand/include-cycle', { name: path }, frame.at)
      } else {
        this.open(path, { name: path, text }, { kind: 'include', at: frame.at })
        return
      }
    }
  }

  /** A line as it stands in a file, without its comment. */
  private readable(raw: Stretch): Stretch {
    const { place, from, to } = raw
    const text = textOf(raw)
    const bytes = text.length * 3 > LINE_MAX ? byteLength(text) : 0
    if (bytes > LINE_MAX) {
      const start = spanOf({ place, from, to: from + 40 })
      const hint = bytes > LINE_READ_MAX ? { hint: 'kac leaves it out' } : {}
      this.findings.report('syntax/line-too-long', { bytes, most: LINE_MAX }, start, hint)
    }
    if (text.includes('\0')) this.reportNul(raw)
    else if (bytes <= LINE_READ_MAX) return trimmed(uncommented(raw, this.literal))
    return { place, from: to, to }
  }

  /** Once a file: a binary one has them everywhere. */
  private reportNul(raw: Stretch): void {
    const { source } = raw.place
    if (!this.withNul.has(source)) this.findings.report('syntax/nul', {}, spanOf(trimmed(raw)))
    this.withNul.add(source)
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

  private commentIn(definition: Collecting, comment: Stretch): void {
    if (this.literal) this.endCollecting()
    else if (!definition.commented) {
      this.findings.report('expand/comment-in-definition', { name: definition.name }, spanOf(comment))
    }
    definition.commented = true
  }

  private isFull(line: Stretch): boolean {
    if (this.tokens.length <= TOKENS_MAX) return false
    this.stop('expand/too-much', { most: TOKENS_MAX, what: 'lines and braces' }, spanOf(line))
    return true
  }

  private stopForLines(at: Span): void {
    this.stop('expand/too-much', { most: LINES_MAX, what: 'lines that definitions and sequences make' }, at)
  }

  /** Gives up the whole configuration: what follows a limit is not what was meant. */
  stop<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined): void {
    this.findings.refuse(code, params, at)
    this.frames.length = 0
    this.tokens.length = 0
    this.stopped = true
  }
}

function endsInBackslash({ place, from, to }: Stretch): boolean {
  return to > from && place.text[to - 1] === '\\'
}

/** The next of some lines, with how it came here. */
function waitingLine(frame: LinesFrame): Stretch | undefined {
  const line = frame.lines[frame.next++]
  return line && (frame.via ? { ...line, place: { ...line.place, via: frame.via } } : line)
}
