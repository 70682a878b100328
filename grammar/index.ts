/**
 * The language as data: characters to tokens, tokens to statements, and the table of all keywords with the types that
 * follow from it. Where words end is said here; what a file, a condition or a definition is, is not.
 */
export { DEPTH_MAX, type Shape } from './balance.ts'
export * from './keywords/index.ts'
export { homesOf, type Level, language } from './language.ts'
export { type Piece, type Place, spanAt } from './place.ts'
export { takesSecret, withoutSecrets } from './secrets.ts'
export { type Parsed, parse } from './syntax.ts'
export * from './table.ts'
export { BLANKS, LBrace, type Lexed, LINE_READ_MAX, lex, lexInto, RBrace, type Token, token, Words } from './tokens.ts'
export { Statement } from './tree.ts'
export * from './values/index.ts'
export { cutWords, unclosedQuote, Word } from './words.ts'
