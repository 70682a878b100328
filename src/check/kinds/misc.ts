import type { CheckSpec } from '../spec.ts'
import { ended, failure, type Kind, success } from './kind.ts'

/** Why a program that had no more time has failed. */
export const notInTime = 'did not end in time'

/** A program that ends with 0; with misc_dynamic 2 to 255 are weights, 2 more than meant. */
export const misc: Kind<Extract<CheckSpec, { kind: 'misc' }>> = {
  exchange: () => ({ kind: 'program' }),
  judge({ dynamic }, answer) {
    const { status } = answer
    if (answer.outcome === 'silent') return failure(notInTime)
    if (status === undefined) return ended(answer)
    if (status === 0) return success
    if (dynamic && status >= 2) return { kind: 'success', weight: status - 2 }
    return failure(`exit code ${status}`)
  },
}
