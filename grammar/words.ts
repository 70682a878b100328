import type { Span } from '../src/base/index.ts'
import { type Place, spanAt } from './place.ts'

/** One word of a statement, quotes taken off. */
export class Word {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly place: Place

  constructor(text: string, start: number, end: number, place: Place) {
    this.text = text
    this.start = start
    this.end = end
    this.place = place
  }

  get at(): Span {
    return spanAt(this.place, this.start, this.end)
  }
}

const plainWord = /[^ \t\n\v\f\r]+/g
const anyWord = /"([^"\n]*)("?)|[^ \t\n\v\f\r"]+/g

/**
 * Cuts a run of words. A double quote begins a word and ends the one before it; inside there is no escape. Elsewhere a
 * backslash is a letter, but for `\\#` and `\\!`. What follows a quote that is not closed is no word.
 */
export function cutWords(text: string, start: number, place: Place): Word[] {
  const found: Word[] = []
  const pattern = text.includes('"') ? anyWord : plainWord
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [written, inside, close] = match
    const from = start + match.index
    if (inside === undefined) found.push(new Word(unescaped(written), from, from + written.length, place))
    else if (close !== '') found.push(new Word(inside, from, from + written.length, place))
  }
  return found
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replace(/\\([#!])/g, '$1') : text
}

/** Where a double quote begins that is not closed. */
export function unclosedQuote(text: string): number | undefined {
  const quotes = text.split('"').length - 1
  return quotes % 2 === 0 ? undefined : text.lastIndexOf('"')
}
