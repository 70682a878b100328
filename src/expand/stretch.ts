import { BLANKS, type Place, spanAt } from '../../grammar/index.ts'
import type { Span } from '../base/index.ts'

/** A part of one line, on its way to becoming tokens. */
export interface Stretch {
  readonly place: Place
  readonly from: number
  readonly to: number
}

const leading = new RegExp(`[${BLANKS}]*`, 'y')
const blanks = new Set(' \t\v\f\r')

export function textOf({ place, from, to }: Stretch): string {
  return place.text.slice(from, to)
}

export function spanOf({ place, from, to }: Stretch): Span {
  return spanAt(place, from, to)
}

/** Without blanks at both ends. */
export function trimmed({ place, from, to }: Stretch): Stretch {
  leading.lastIndex = from
  leading.test(place.text)
  const start = Math.min(leading.lastIndex, to)
  let end = to
  while (end > start && blanks.has(place.text[end - 1] ?? '')) end--
  return { place, from: start, to: end }
}

/**
 * Without its comment. A backslash hides the byte after it, and nothing in double quotes begins a comment. `literal`: it
 * begins at the backslash, as when keepalived reads the line again without it.
 */
export function uncommented({ place, from, to }: Stretch, literal = false): Stretch {
  const text = place.text.slice(0, to)
  const marks = /[#!"\\]/g
  marks.lastIndex = from
  let quoted = false
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '\\' && !(literal && /[#!]/.test(text[marks.lastIndex] ?? ''))) marks.lastIndex++
    else if (mark[0] === '"') quoted = !quoted
    else if (!quoted) return { place, from, to: mark.index }
  }
  return { place, from, to }
}
