import type { Severity } from './diagnostic.ts'

/**
 * Every finding that is not a lint rule's: code, severity, message, documentation. A message says what is wrong with
 * the very words used; what to do about it is the hint where the finding is made.
 */
interface Entry<P> {
  readonly severity: Severity
  readonly message: (params: P) => string
  /** For `kac explain`: what it means, what keepalived does, what to write instead. */
  readonly doc: string
}

function error<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'error', message, doc }
}

export const catalogue = {
  'syntax/unclosed-block': error(
    (p: { keyword: string }) => `the block of "${p.keyword}" is never closed`,
    'A closing brace is missing. keepalived ends every open block at the end of the file and uses what it read.',
  ),
}

export type Code = keyof typeof catalogue
export type ParamsOf<C extends Code> = Parameters<(typeof catalogue)[C]['message']>[0]
