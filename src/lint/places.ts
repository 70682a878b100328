import type { Diagnostic } from '../base/index.ts'

/** What a finding has in common with the same one of another host, or of another pass of a sequence. */
export function placeOf({ span, code }: Diagnostic): string {
  return span ? `${span.source.name}:${span.start} ${code}` : code
}

/** The first finding of each code at each place: a rule finds one mistake in a line that is read many times. */
export function onePerPlace(findings: readonly Diagnostic[]): Diagnostic[] {
  return firstOf(findings, placeOf)
}

/** The first of those that are alike: hosts that share a file find the same in it. */
export function onePerText(findings: readonly Diagnostic[]): Diagnostic[] {
  return firstOf(findings, (found) => `${placeOf(found)} ${found.message}`)
}

function firstOf(findings: readonly Diagnostic[], key: (found: Diagnostic) => string): Diagnostic[] {
  const first = new Map<string, Diagnostic>()
  for (const found of findings) {
    if (!first.has(key(found))) first.set(key(found), found)
  }
  return [...first.values()]
}
