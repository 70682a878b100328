import type { Place } from './change.ts'

export type Mark = '+' | '~' | '-' | '-/+' | '=' | '!'

/** A line of a plan: what, a remark beside it, and where it is written. */
export interface Row {
  /** 0 for a block, 1 for a keyword in it, 2 for an object, 3 for one of its settings. */
  readonly depth: number
  readonly mark: Mark
  readonly text: string
  readonly remark?: string
  readonly at?: Place
}

/** Terminal colours (SGR). They only repeat what the marks say. */
const colours: Readonly<Record<Mark, string>> = { '+': '32', '~': '33', '-': '31', '-/+': '33', '=': '36', '!': '1;31' }

/** Rows as text, remarks and places in columns. */
export function layOut(rows: readonly Row[], colour: boolean): string {
  const left = rows.map(({ depth, mark, text }) => `${' '.repeat(2 + 4 * depth)}${mark} ${text}`)
  const remarked = column(left, rows, ({ remark }) => remark)
  const whole = column(remarked, rows, ({ at }) => at && `${at.file}:${at.line}`)
  if (!colour) return whole.join('\n')
  return rows.map(({ mark }, i) => `\x1b[${colours[mark]}m${whole[i]}\x1b[0m`).join('\n')
}

/** Puts what some rows have beside their lines, all at one column. */
function column(lines: readonly string[], rows: readonly Row[], more: (row: Row) => string | undefined): string[] {
  const texts = rows.map(more)
  const width = lines.reduce((most, line, i) => (texts[i] === undefined ? most : Math.max(most, line.length)), 0)
  return lines.map((line, i) => (texts[i] === undefined ? line : `${line.padEnd(width + 4)}${texts[i]}`))
}
