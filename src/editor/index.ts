/** For people: what is known of each keyword, from the table, and what a file comes to once it is expanded. */
export { type ExpandedText, expandedText } from './expanded.ts'
export { type KeywordPage, keywordPages, pagesOf } from './pages.ts'
export { configSchema, definitions as schemaDefinitions } from './schema.ts'
export { keywordMarkdown, keywordText } from './text.ts'
