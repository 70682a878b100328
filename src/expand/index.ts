/**
 * From files to one stream of tokens: includes, `@` conditions, `$` definitions and `~` sequences are worked out line
 * by line, and each token keeps where it came from. Blocks are not known here, since a file may end its caller's.
 */
export { type Entry, type Expanded, type ExpandPorts, expand } from './expand.ts'
export { FILES_MAX, LINES_MAX, NESTING_MAX, TEXT_MAX, TOKENS_MAX } from './limits.ts'
export type { ExpandEnv, FileContent, FilePort } from './ports.ts'
