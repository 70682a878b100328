import { LBrace, RBrace, type Token, token, Words } from '../../grammar/index.ts'
import { type Stretch, trimmed } from './stretch.ts'

/**
 * Adds the words of a line up to the first brace outside double quotes, and the brace, and gives what is behind it.
 * A name in braces that is still there is not defined: it is told, and its braces are letters. Without `undefinedName`
 * they are braces as any other.
 */
export function emit(line: Stretch, tokens: Token[], undefinedName?: (use: Stretch) => void): Stretch | undefined {
  let { place } = line
  const text = place.text.slice(0, line.to)
  const marks = /["{}]/g
  marks.lastIndex = line.from
  let quoted = false
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const at = mark.index
    if (mark[0] === '"') quoted = !quoted
    else if (undefinedName && !quoted && mark[0] === '{' && text[at - 1] === '$' && at > line.from) {
      const close = text.indexOf('}', at)
      const to = close < 0 ? line.to : close + 1
      undefinedName({ place, from: at - 1, to })
      place = { ...place, broken: true }
      marks.lastIndex = to
    } else if (!quoted) {
      addWords({ place, from: line.from, to: at }, tokens)
      tokens.push(token(mark[0] === '{' ? LBrace : RBrace, place, at, at + 1))
      return { place: line.place, from: at + 1, to: line.to }
    }
  }
  addWords({ ...line, place }, tokens)
  return undefined
}

function addWords(line: Stretch, tokens: Token[]): void {
  const { place, from, to } = trimmed(line)
  if (from < to) tokens.push(token(Words, place, from, to))
}
