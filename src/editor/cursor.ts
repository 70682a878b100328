import { cutWords, LBrace, type Level, language, RBrace, spanAt, type Token, type Word } from '../../grammar/index.ts'
import type { SourceFile, Span } from '../base/index.ts'
import type { Expanded } from '../expand/index.ts'

/** Where a cursor stands: in a block, on a line, at a word. */
export interface Cursor {
  /** What may stand there. */
  readonly level: Level
  /** The keyword whose list of entries it is in. */
  readonly list?: string
  /** All words of the line. */
  readonly words: readonly Word[]
  /** Words of the line that end before the cursor does. */
  readonly before: readonly Word[]
  /** The part of a word that ends at the cursor; empty between words. */
  readonly prefix: string
}

/** Finds the blocks that a place of a file is in, by the whole stream: a file may be in the middle of another's block. */
export function cursorAt({ tokens }: Expanded, source: SourceFile, offset: number): Cursor {
  const open = blocksBefore(tokens, source, offset)
  const last = open.at(-1)
  const start = lineStart(source.text, offset)
  const words = cutWords(lineFrom(source.text, start), 0, { source, text: lineFrom(source.text, start), base: start })
  const column = offset - start
  const touched = words.find((word) => word.start < column && column <= word.end)
  return {
    level: last?.level ?? language,
    ...(last?.isList && { list: last.keyword }),
    words,
    before: words.filter((word) => word.end < column),
    prefix: touched ? touched.text.slice(0, column - touched.start) : '',
  }
}

interface Open {
  readonly keyword: string
  readonly level: Level
  readonly isList: boolean
}

function blocksBefore(tokens: readonly Token[], source: SourceFile, offset: number): Open[] {
  const open: Open[] = []
  let line = ''
  let inside = false
  for (const { place, startOffset, image, tokenType } of tokens) {
    const at = placeIn(source, spanAt(place, startOffset, startOffset + image.length))
    // Behind the file comes the rest of the one that includes it.
    if (at === undefined ? inside : at >= offset) break
    inside ||= at !== undefined
    if (tokenType === LBrace) open.push(opened(line, open.at(-1)?.level ?? language))
    else if (tokenType === RBrace) open.pop()
    else line = image
  }
  return open
}

function opened(line: string, outer: Level): Open {
  const keyword = /^\S*/.exec(line)?.[0] ?? ''
  const level = outer.blocks.get(keyword)
  return { keyword, level: level ?? nowhere, isList: outer.rows.get(keyword)?.kind === 'list' }
}

/** A block that the language does not know: nothing may stand there. */
const nowhere: Level = { ...language, path: '', rows: new Map(), blocks: new Map() }

/** Where in a file some text stands, or what brought it there. */
function placeIn(source: SourceFile, span: Span): number | undefined {
  for (let at: Span | undefined = span; at; at = at.via?.at) if (at.source.name === source.name) return at.start
  return undefined
}

/** Braces end lines too. */
function lineStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && !/[\n{}]/.test(text[start - 1] ?? '')) start--
  return start
}

function lineFrom(text: string, start: number): string {
  return /^[^\n{}#!]*/.exec(text.slice(start))?.[0] ?? ''
}
