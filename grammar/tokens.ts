import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain'
import type { Place } from './place.ts'

/** A token of the expanded stream: it knows where its text was written. */
export interface Token extends IToken {
  place: Place
}

/** Blanks between words. Only these: a no-break space is a letter, as it is to keepalived. */
export const BLANKS = ' \\t\\v\\f\\r'

/**
 * First characters of a run of words, for the lexer's dispatch by character: all but blanks, braces and comment marks.
 * Beyond Latin-1 the lexer tells characters apart in groups of 255, so one of each group is enough.
 */
const wordStarts = [
  ...Array.from({ length: 256 }, (_, code) => code).filter(
    (code) => !/[ \t\n\v\f\r{}#!]/.test(String.fromCharCode(code)),
  ),
  256,
  ...Array.from({ length: 256 }, (_, group) => 255 * (group + 2)),
]

/** Longer lines are not for the lexer: its expression remembers each part of a line, and has no room for many. */
export const LINE_READ_MAX = 8192

const wordPart = `[^${BLANKS}\\n"{}#!\\\\]+|\\\\[\\\\#!]?|"[^"\\n]*"?`

/**
 * All words of one line up to a brace, a comment or its end, quotes included: a line is one statement, and one token
 * for all its words halves the work of the parser.
 */
export const Words = createToken({
  name: 'Words',
  pattern: new RegExp(`(?:${wordPart})(?:[${BLANKS}]*(?:${wordPart}))*`),
  start_chars_hint: wordStarts,
  line_breaks: false,
})
export const LBrace = createToken({ name: 'LBrace', pattern: '{' })
export const RBrace = createToken({ name: 'RBrace', pattern: '}' })
const Comment = createToken({ name: 'Comment', pattern: /[#!][^\n]*/, group: 'comments', line_breaks: false })
const Blank = createToken({ name: 'Blank', pattern: /[ \t\v\f\r\n]+/, group: Lexer.SKIPPED, line_breaks: true })

export const tokenTypes: readonly TokenType[] = [Blank, Words, LBrace, RBrace, Comment]

const lexer = new Lexer([...tokenTypes], {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
})

export interface Lexed {
  readonly tokens: readonly IToken[]
  readonly comments: readonly IToken[]
}

/** Nothing of the text is lost: what lies between tokens and comments is blank. */
export function lex(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text)
  return { tokens, comments: groups.comments ?? [] }
}

/** The tokens of a stretch of plain text, added to a stream. */
export function lexInto(stream: Token[], place: Place): void {
  for (const token of lexer.tokenize(place.text).tokens) {
    const placed = token as Token
    placed.place = place
    stream.push(placed)
  }
}

/** A token for part of a line that expansion has worked through. */
export function token(type: TokenType, place: Place, start: number, end: number): Token {
  return {
    image: place.text.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx as number,
    place,
  }
}
