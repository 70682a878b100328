import { type Level, language, type Row, type Statement, type Word } from '../../grammar/index.ts'

/** A keyword, or an option of a line, where it stands. */
export interface Occurrence {
  readonly word: Word
  readonly row: Row
  /** What else may stand there. */
  readonly level: Level
}

/** All keywords and options in the order of the file; not those in blocks that `enters` does not let in. */
export function* occurrences(
  statements: readonly Statement[],
  enters: (row: Row) => boolean = () => true,
  level: Level = language,
): Generator<Occurrence> {
  for (const { words, body = [] } of statements) {
    const [keyword] = words
    const row = keyword && level.rows.get(keyword.text)
    if (!row) continue
    yield { word: keyword, row, level }
    const inner = level.blocks.get(row.keyword)
    if (!inner || !enters(row)) continue
    if (row.kind === 'list') for (const entry of body) yield* options(entry, inner)
    else yield* occurrences(body, enters, inner)
  }
}

function* options({ words }: Statement, level: Level): Generator<Occurrence> {
  for (const word of words) {
    const row = level.rows.get(word.text)
    if (row) yield { word, row, level }
  }
}
