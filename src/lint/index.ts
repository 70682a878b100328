/** What is to be said about a configuration: from files to findings, rules beyond keepalived's own, and their text. */
export { type Compiled, compile } from './compile.ts'
export { lint, type Report, type Rule } from './lint.ts'
export { findingsJson, type RenderOptions, renderFindings } from './render.ts'
export { allRules } from './rules/index.ts'
