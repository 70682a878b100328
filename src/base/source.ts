/** One file's text, as read. Offsets are UTF-16 code units of `text`; line and column are made only when shown. */
export interface SourceFile {
  /** As the user would name it: relative where it was given so. */
  readonly name: string
  readonly text: string
}

/** 1-based, columns in characters. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineStarts = new WeakMap<SourceFile, Uint32Array>()

function startsOf(source: SourceFile): Uint32Array {
  let starts = lineStarts.get(source)
  if (!starts) {
    const found = [0]
    for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) found.push(at + 1)
    starts = Uint32Array.from(found)
    lineStarts.set(source, starts)
  }
  return starts
}

/** Where an offset is; an offset past the end is clamped to it. */
export function positionOf(source: SourceFile, offset: number): Position {
  const starts = startsOf(source)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: Math.min(offset, source.text.length) - (starts[low] ?? 0) + 1 }
}

/** The text of a 1-based line, without its line end. */
export function lineText(source: SourceFile, line: number): string {
  const starts = startsOf(source)
  const from = starts[line - 1]
  if (from === undefined) return ''
  const next = starts[line]
  return source.text.slice(from, next === undefined ? undefined : next - 1).replace(/\r$/, '')
}
