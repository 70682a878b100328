/**
 * The language as data: characters to tokens, tokens to statements, and the table of all keywords with the types that
 * follow from it. Where words end is said here; what a file, a condition or a definition is, is not.
 */
export { DEPTH_MAX, type Shape } from './balance.ts'
export * from './keywords/index.ts'
export * from './syntax.ts'
export * from './table.ts'
export * from './tokens.ts'
export * from './tree.ts'
export * from './values/index.ts'
export { cutWords } from './words.ts'
