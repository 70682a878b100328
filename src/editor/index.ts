/**
 * For people who read and write configurations: what is known of each keyword, what may stand at a place, and what a
 * file comes to once it is expanded.
 */
export { complete, type Item } from './complete.ts'
export { type ExpandedText, expandedText } from './expanded.ts'
export { hover } from './hover.ts'
export { type KeywordPage, keywordPages, pagesOf } from './pages.ts'
export { configSchema, definitions as schemaDefinitions } from './schema.ts'
export { keywordMarkdown, keywordText } from './text.ts'
