import type { SourceFile, Span, Via } from '../src/base/index.ts'

/** Where a stretch of text stands that words are cut from: a file, or a line that expansion made. */
export interface Place {
  readonly source: SourceFile
  /** What words are cut from; offsets of words count from its start. */
  readonly text: string
  /** Offset of `text` in the source. */
  readonly base: number
  readonly via?: Via
  /** For text that is not the source's own: which stretch of the source each stretch of it stands for. */
  readonly pieces?: readonly Piece[]
  /** Part of this text could not be made and was reported; what follows from that is not worth a finding. */
  readonly broken?: boolean
}

/** The text from `from` up to the next piece stands for `start` to `end` of the source. */
export interface Piece {
  readonly from: number
  readonly start: number
  readonly end: number
  /** Character for character the source's own. */
  readonly verbatim: boolean
}

/** The source's own text that a stretch of a place stands for. */
export function spanAt(place: Place, start: number, end: number): Span {
  const { source, pieces, base, via } = place
  const first = pieces ? pieceAt(pieces, start) : undefined
  const last = pieces ? pieceAt(pieces, Math.max(start, end - 1)) : undefined
  const span = {
    source,
    start: first ? (first.verbatim ? first.start + start - first.from : first.start) : base + start,
    end: last ? (last.verbatim ? last.start + end - last.from : last.end) : base + end,
  }
  return via ? { ...span, via } : span
}

function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let found = pieces[0]
  for (const piece of pieces) {
    if (piece.from > offset) break
    found = piece
  }
  return found
}
