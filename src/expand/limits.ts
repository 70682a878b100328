/** Most bytes of a line that keepalived reads, its end not counted. */
export const LINE_MAX = 1022
/** Lines that definitions and sequences may make; what makes more was not meant to. */
export const LINES_MAX = 500_000
/** Files, definitions and sequences inside each other. */
export const NESTING_MAX = 200
/** Files and directories that includes look at. */
export const FILES_MAX = 20_000
/** Characters of all files together. */
export const TEXT_MAX = 32 * 1024 * 1024
/** Lines and braces of a configuration: several times what half a million lines have. */
export const TOKENS_MAX = 2_000_000
