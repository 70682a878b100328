/** What is to be said about a configuration: from files to findings, rules beyond keepalived's own, and their text. */
export { type Compiled, compile } from './compile.ts'
export { lint } from './lint.ts'
export { findingsJson, type RenderOptions, renderFindings } from './render.ts'
export type { Report, Rule, RuleDoc, Visitors } from './rule.ts'
export { allRules } from './rules/index.ts'
