/** What is known of each keyword, from the table, for people: `kac explain` and the reference pages. Never of a file. */
export { type KeywordPage, keywordPages, pagesOf } from './pages.ts'
export { keywordMarkdown, keywordText } from './text.ts'
