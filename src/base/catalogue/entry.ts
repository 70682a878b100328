import type { Severity } from '../diagnostic.ts'

/** A message says what is wrong with the very words used; what to do about it is the hint where the finding is made. */
export interface Entry<P> {
  readonly severity: Severity
  readonly message: (params: P) => string
  /** For `kac explain`: what it means, what keepalived does, what to write instead. */
  readonly doc: string
}

export function error<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'error', message, doc }
}

export function warning<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'warning', message, doc }
}

export function note<P>(message: (params: P) => string, doc: string): Entry<P> {
  return { severity: 'note', message, doc }
}
