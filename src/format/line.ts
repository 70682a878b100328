import { LBrace, lex, RBrace } from '../../grammar/index.ts'

export interface Line {
  /** `@lb1`, or nothing. */
  readonly condition: string
  /** Without indentation. */
  readonly text: string
  /** Blocks that it ends before it begins one. */
  readonly closing: number
  /** By how many blocks the next line is deeper. */
  readonly delta: number
}

const parts = /^[ \t\v\f\r]*(@[^ \t\v\f\r]*)?[ \t\v\f\r]*(.*)$/s

/** Definitions are used somewhere else; their braces are not of the block they stand in. */
const definition = /^\$\w+[ \t]*=/

/** Backslashes, names, sequences, single quotes and template marks: what is between these blanks may count. */
const delicate = /[\\$~']|\{\{|\{%|<%|(?:^|[{}])[ \t\v\f\r]*include/

/** One line that is not blank, laid out. */
export function layOut(line: string): Line {
  const [, condition = '', rest = ''] = parts.exec(line) ?? []
  const text = trimmedEnd(rest)
  if (definition.test(text)) return { condition, text, closing: 0, delta: 0 }
  const { tokens, comments } = lex(text)
  const braces = tokens.flatMap(({ tokenType }) => (tokenType === LBrace ? [1] : tokenType === RBrace ? [-1] : []))
  const firstOther = tokens.findIndex(({ tokenType }) => tokenType !== RBrace)
  const closing = firstOther === -1 ? tokens.length : firstOther
  const delta = braces.reduce((sum, brace) => sum + brace, 0)
  const code = comments[0] ? text.slice(0, comments[0].startOffset) : text
  const untouched = delicate.test(code) || (code.match(/"/g)?.length ?? 0) % 2 === 1
  return { condition, text: untouched ? text : spaced(text), closing, delta }
}

/** A blank behind a backslash keeps it from continuing the line. */
function trimmedEnd(text: string): string {
  const trimmed = text.replace(/[ \t\v\f\r]+$/, '')
  return trimmed.endsWith('\\') ? text : trimmed
}

/** One blank between words and around braces; those before a comment stay, since they line it up with others. */
function spaced(text: string): string {
  const { tokens, comments } = lex(text)
  const code = tokens.map(({ image }) =>
    image.replaceAll(/("[^"]*")|[ \t\v\f\r]+/g, (_, quoted?: string) => quoted ?? ' '),
  )
  const [comment] = comments
  if (!comment) return code.join(' ')
  if (code.length === 0) return comment.image
  const gap = /[ \t\v\f\r]*$/.exec(text.slice(0, comment.startOffset))?.[0] || ' '
  return `${code.join(' ')}${gap}${comment.image}`
}
