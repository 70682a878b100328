import type { Span } from '../src/base/index.ts'
import { type Place, spanAt } from './place.ts'
import { cutWords, type Word } from './words.ts'

/** One line, and the block that follows it. There is no other kind of node. */
export class Statement {
  readonly place: Place
  readonly start: number
  /** The text of its words. */
  readonly text: string
  body?: readonly Statement[]
  /** The closing brace of its block. */
  end?: Span

  constructor(text: string, start: number, place: Place) {
    this.text = text
    this.start = start
    this.place = place
  }

  /** At least one. They are cut anew each time: most statements are looked at once, and their words need not stay. */
  get words(): readonly Word[] {
    return cutWords(this.text, this.start, this.place)
  }

  /** From the first word to the last; the block is not part of it. */
  get at(): Span {
    return spanAt(this.place, this.start, this.start + this.text.length)
  }
}
