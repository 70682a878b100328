import { lexInto, type Place, type Token } from '../../grammar/index.ts'
import type { SourceFile, Span, Via } from '../base/index.ts'
import type { Checks } from './include.ts'
import { LINE_MAX } from './limits.ts'
import type { Sequence } from './sequence.ts'
import type { Stretch } from './stretch.ts'

/** Where lines come from; the newest frame is read first, and to its end. */
export type Frame = FileFrame | QueueFrame | LinesFrame | SequenceFrame

/** Files that one include names, to be opened one after the other. */
export interface QueueFrame {
  readonly kind: 'queue'
  readonly files: readonly ReadFile[]
  readonly at: Span
  next: number
}

export interface ReadFile {
  readonly path: string
  readonly text: string
}

/** Lines that wait: the body of a definition in use, or what is left of a line. */
export interface LinesFrame {
  readonly kind: 'lines'
  readonly lines: readonly Stretch[]
  /** How they came here, where that is not what they say themselves. */
  readonly via?: Via
  next: number
}

export interface SequenceFrame {
  readonly kind: 'sequence'
  readonly sequence: Sequence
  readonly body: Stretch
  readonly at: Span
  next: number
}

/** Plain lines are read in portions of about so many characters, so that limits are met before memory is full. */
const PORTION = 1024 * 1024

/** What may make a line more than words and braces. */
const special = /[$@~\\\0]|include/g

/** A file, read in stretches of plain lines and in lines that need work. */
export class FileFrame {
  readonly kind = 'file'
  readonly path: string
  readonly place: Place
  checks: Checks
  private at = 0
  /** Starts of lines that are too long, the next one last. */
  private readonly overlong: number[]

  constructor(path: string, source: SourceFile, checks: Checks, via: Via | undefined) {
    this.path = path
    this.place = { source, text: source.text, base: 0, ...(via && { via }) }
    this.checks = checks
    this.overlong = overlongLines(source.text).reverse()
    if (source.text.startsWith('\ufeff')) this.at = 1
  }

  get directory(): string {
    const slash = this.path.lastIndexOf('/')
    return slash < 0 ? '' : slash === 0 ? '/' : this.path.slice(0, slash)
  }

  /**
   * Adds the plain lines that come next to a stream, and gives the line after them; none at the end of the file.
   * `more`: there are further plain lines.
   */
  nextSpecial(stream: Token[]): Stretch | 'more' | undefined {
    const { text } = this.place
    special.lastIndex = this.at
    const found = special.exec(text)
    const line = found ? text.lastIndexOf('\n', found.index - 1) + 1 : text.length
    while ((this.overlong.at(-1) ?? text.length) < this.at) this.overlong.pop()
    const end = Math.min(Math.max(this.at, line), this.overlong.at(-1) ?? text.length)
    const portion = end - this.at > PORTION ? text.indexOf('\n', this.at + PORTION) + 1 : end
    this.lexPlain(Math.min(portion, end), stream)
    return this.at < end ? 'more' : this.nextLine()
  }

  nextLine(): Stretch | undefined {
    const { text } = this.place
    if (this.at >= text.length) return undefined
    const end = text.indexOf('\n', this.at)
    const line = { place: this.place, from: this.at, to: end < 0 ? text.length : end }
    this.at = end < 0 ? text.length : end + 1
    return line
  }

  private lexPlain(end: number, stream: Token[]): void {
    if (end <= this.at) return
    const whole = this.at === 0 && end === this.place.text.length
    lexInto(stream, whole ? this.place : { ...this.place, text: this.place.text.slice(this.at, end), base: this.at })
    this.at = end
  }
}

const encoder = new TextEncoder()

export function byteLength(text: string): number {
  return encoder.encode(text).length
}

/** A UTF-16 unit is at most three bytes, so most lines need no counting. */
function overlongLines(text: string): number[] {
  const found: number[] = []
  const short = Math.floor(LINE_MAX / 3)
  for (let start = 0; text.length - start > short; ) {
    const last = text.lastIndexOf('\n', start + short)
    if (last >= start) start = last + 1
    else {
      const next = text.indexOf('\n', start)
      const end = next < 0 ? text.length : next
      if (byteLength(text.slice(start, end)) > LINE_MAX) found.push(start)
      start = end + 1
    }
  }
  return found
}
