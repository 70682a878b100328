import { type Piece, spanAt } from '../../grammar/index.ts'
import { type Use, useAt } from './names.ts'
import { type Stretch, spanOf, textOf } from './stretch.ts'

/** More replacements than this in one line come from a definition that leads back to itself. */
const REPLACEMENTS_MAX = 1000

export interface Substituted {
  readonly stretch: Stretch
  /** Replacing had to be stopped. */
  readonly endless: boolean
}

/**
 * Puts in what names stand for, from left to right; what was put in is looked at again. `value` gives undefined for
 * a name that stays as it is. Each part of the result knows which part of the line it stands for.
 */
export function substitute(
  line: Stretch,
  value: (use: Use, last: boolean) => string | undefined,
  lengthMax: number,
): Substituted {
  const text = new Rewriting(line)
  for (let count = 0; text.findUse(); ) {
    const { use } = text
    const put = use && value(use, text.atEnd)
    if (put === undefined) text.skip()
    else if (++count > REPLACEMENTS_MAX || text.length + put.length > lengthMax) {
      return { stretch: text.result(), endless: true }
    } else text.replace(put)
  }
  return { stretch: text.result(), endless: false }
}

/** The line while it is worked on: what is done, and what is still to be looked at. */
class Rewriting {
  use: Use | undefined
  private readonly line: Stretch
  private done = ''
  private rest: string
  private readonly pieces: Piece[] = []
  /** So many characters of `rest` were put in, for what stood from `start` to `end`; the others are as written. */
  private put = 0
  private start = 0
  private end: number
  private at = 0
  private changed = false

  constructor(line: Stretch) {
    this.line = line
    this.rest = textOf(line)
    this.end = line.from
  }

  get length(): number {
    return this.done.length + this.rest.length
  }

  get atEnd(): boolean {
    return this.at + (this.use?.written.length ?? 0) === this.rest.length
  }

  findUse(): boolean {
    for (this.at = this.rest.indexOf('$', this.at); this.at >= 0; this.at = this.rest.indexOf('$', this.at + 1)) {
      this.use = useAt(this.rest, this.at)
      if (this.use) return true
    }
    return false
  }

  skip(): void {
    this.at += 1
  }

  replace(value: string): void {
    const length = this.use?.written.length ?? 0
    this.flush(this.at)
    const written = Math.max(0, length - this.put)
    if (this.put === 0) this.start = this.end
    this.end += written
    this.put = Math.max(0, this.put - length) + value.length
    this.rest = value + this.rest.slice(length)
    this.at = 0
    this.changed = true
  }

  result(): Stretch {
    if (!this.changed) return this.line
    this.flush(this.rest.length)
    const via = { kind: 'reading', text: this.done, at: spanOf(this.line) } as const
    const place = { source: this.line.place.source, text: this.done, base: 0, pieces: this.pieces, via }
    return { place, from: 0, to: this.done.length }
  }

  /** Moves characters from `rest` to `done`. */
  private flush(count: number): void {
    const put = Math.min(count, this.put)
    if (put > 0) this.piece(this.start, this.end, false)
    this.done += this.rest.slice(0, put)
    if (count > put) this.piece(this.end, this.end + count - put, true)
    this.done += this.rest.slice(put, count)
    this.put -= put
    this.end += count - put
    this.rest = this.rest.slice(count)
  }

  private piece(from: number, to: number, verbatim: boolean): void {
    const { start, end } = spanAt(this.line.place, from, to)
    this.pieces.push({ from: this.done.length, start, end, verbatim: verbatim && !this.line.place.pieces })
  }
}
