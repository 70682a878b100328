import { DEPTH_MAX, LINE_READ_MAX } from '../../grammar/index.ts'
import { layOut } from './line.ts'

const INDENT = 4

/** The text of a file in canonical layout. Formatting it again changes nothing, and it means the same. */
export function format(text: string): string {
  const writer = new Writer()
  for (const line of linesOf(text)) writer.add(line)
  // A byte order mark that does not begin the file is a letter, and stays one.
  const becomesMark = writer.text.startsWith('\ufeff') && !text.startsWith('\ufeff')
  return becomesMark ? `\n${writer.text}` : writer.text
}

function linesOf(text: string): string[] {
  // A backslash before a carriage return does not continue the line, and would without it.
  return text.replaceAll(/(?<!\\)\r+(?=\n|$)/g, '').split('\n')
}

class Writer {
  private readonly lines: string[] = []
  private depth = 0
  /** In a definition of several lines, which is its writer's business. */
  private continued = false
  /** The condition of the line before, and what it did to the depth. */
  private branch: { readonly condition: string; readonly delta: number } | undefined

  get text(): string {
    const end = this.lines.findLastIndex((line) => line !== '') + 1
    return end === 0 ? '' : `${this.lines.slice(0, end).join('\n')}\n`
  }

  add(line: string): void {
    if (this.continued || line.endsWith('\\') || line.length > LINE_READ_MAX) this.verbatim(line)
    else if (/^[ \t\v\f\r]*$/.test(line)) this.blank()
    else this.statement(line)
  }

  private verbatim(line: string): void {
    const isComment = this.continued && /^[ \t]*[#!]/.test(line)
    this.continued = isComment || line.endsWith('\\')
    this.lines.push(line)
  }

  private blank(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('')
  }

  private statement(line: string): void {
    const { condition, text, closing, delta } = layOut(line)
    const { branch } = this
    // Lines for other hosts in place of the one before: they open or close the same block.
    const alternative =
      condition !== '' &&
      branch !== undefined &&
      branch.condition !== condition &&
      branch.delta === delta &&
      delta !== 0
    const before = alternative ? this.depth - delta : this.depth
    const indent = ' '.repeat(INDENT * Math.min(DEPTH_MAX, Math.max(0, before - closing)))
    const start = condition === '' ? indent : `${condition} `.padEnd(indent.length)
    this.lines.push(text === '' ? condition : start + text)
    this.depth = Math.max(0, before + delta)
    this.branch = condition === '' ? undefined : { condition, delta }
  }
}
