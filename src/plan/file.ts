import { type Diagnostic, diagnostic, kacVersion } from '../base/index.ts'
import { type Plan, planFormatVersion } from './plan.ts'

/** A plan as text, for a file of mode 0600. */
export function savePlan(plan: Plan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`
}

/** Reads what `savePlan` of this format wrote. */
export function loadPlan(text: string): Plan | Diagnostic[] {
  const found = parse(text)
  if (!isObject(found) || typeof found.formatVersion !== 'number') return [diagnostic('plan/not-a-plan', {})]
  if (found.formatVersion !== planFormatVersion) {
    const params = { format: found.formatVersion, wanted: planFormatVersion, kacVersion: String(found.kacVersion) }
    return [diagnostic('plan/other-format', params, undefined, { hint: `make the plan again with kac ${kacVersion}` })]
  }
  if (!fields.every((field) => field in found)) return [diagnostic('plan/not-a-plan', {})]
  // Written by savePlan: the format number stands for the rest of the shape.
  return found as unknown as Plan
}

const fields: readonly (keyof Plan)[] = [
  'host',
  'source',
  'readAt',
  'roles',
  'changes',
  'operations',
  'foreign',
  'basis',
]

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
