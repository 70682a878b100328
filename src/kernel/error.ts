import { KacError } from '../base/index.ts'
import type { Refusal } from './wire/index.ts'

/** What was being done when the kernel refused. */
export interface Attempt {
  readonly op: 'read' | 'create' | 'update' | 'remove'
  readonly kind: string
  readonly key: string
}

/** The kernel refused. `code` is the name of its error number: `EEXIST`. */
export class KernelError extends KacError {
  readonly op: Attempt['op']
  readonly kind: string
  readonly key: string
  /** The kernel's own words, where it gave any. */
  readonly kernelText: string | undefined
  /** Where in the message the attribute at fault starts. */
  readonly offset: number | undefined
  readonly seq: number

  constructor({ op, kind, key }: Attempt, refusal: Refusal) {
    const words = refusal.text === undefined ? '' : ` (${refusal.text})`
    super(refusal.code, `cannot ${op} ${kind} ${key}: ${refusal.code}${words}`)
    this.op = op
    this.kind = kind
    this.key = key
    this.kernelText = refusal.text
    this.offset = refusal.offset
    this.seq = refusal.seq
  }
}
