import type { ProbeResult } from '../probe.ts'
import type { CheckSpec } from '../spec.ts'
import { ended, failure, type Kind, success } from './kind.ts'

export type ToldCheck = Extract<CheckSpec, { kind: 'file' | 'bfd' }>

/** FILE_CHECK and BFD_CHECK ask nobody: whoever watches the file or holds the session tells. */
export const told: Kind = {
  exchange: () => ({ kind: 'told' }),
  judge: (_check, answer) => ended(answer),
}

/** What takes any weight away. */
const FAULT = -(2 ** 31)

/** The name of the file or session that a check is told of. */
export function toldName(check: ToldCheck): string {
  return check.kind === 'file' ? check.file : check.name
}

/** What the number in the file, or the session (1: up), means for the server. */
export function judgeTold(check: ToldCheck, value: number): ProbeResult {
  if (check.kind === 'bfd') return value === 0 ? failure('the session is down') : success
  const { weight = 1, reverse = false } = check.weight ?? {}
  if (weight === 0) return (value === 0) === reverse ? failure(`${value} is in the file`) : success
  const added = value * (reverse ? -weight : weight)
  return added <= FAULT ? failure(`${value} is in the file`) : { kind: 'success', added }
}
