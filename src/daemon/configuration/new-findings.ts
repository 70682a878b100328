import type { Diagnostic } from '../../base/index.ts'

/** By code and text, as often as they were there: what only moved, or counts differently, is not new. */
export function newIn(findings: readonly Diagnostic[], before: readonly Diagnostic[]): Diagnostic[] {
  const known = new Map<string, number>()
  for (const found of before) known.set(identity(found), (known.get(identity(found)) ?? 0) + 1)
  return findings.filter((found) => {
    const left = known.get(identity(found)) ?? 0
    known.set(identity(found), left - 1)
    return left <= 0
  })
}

function identity({ code, message }: Diagnostic): string {
  return `${code} ${message.replaceAll(/\d+/g, '#')}`
}
