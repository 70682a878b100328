/**
 * The canonical layout of one file, from its tokens. A line stays a line: what moves is indentation, blanks between
 * words, and surplus blank lines. It never sees a configuration, so fragments are formatted like whole files.
 */
export { formatDiff } from './diff.ts'
export { format } from './format.ts'
