import type { Check } from '../../bind/index.ts'
import { ended, failure, type Kind, success } from './kind.ts'

/** A program that ends with 0; with misc_dynamic 2 to 255 are weights, 2 more than meant. */
export const misc: Kind<Extract<Check, { kind: 'misc' }>> = {
  exchange: () => ({ kind: 'program' }),
  judge({ dynamic }, answer) {
    const { status } = answer
    if (answer.outcome === 'silent') return failure('did not end in time')
    if (status === undefined) return ended(answer)
    if (status === 0) return success
    if (dynamic && status >= 2) return { kind: 'success', weight: status - 2 }
    return failure(`exit code ${status}`)
  },
}
