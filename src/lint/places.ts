import type { Diagnostic } from '../base/index.ts'

/** What a finding has in common with the same one of another host, or of another pass of a sequence. */
export function placeOf({ span, code }: Diagnostic): string {
  return span ? `${span.source.name}:${span.start} ${code}` : code
}

/** The first finding of each code at each place: one line that is read many times is one mistake. */
export function onePerPlace(findings: readonly Diagnostic[]): Diagnostic[] {
  const first = new Map<string, Diagnostic>()
  for (const found of findings) {
    const place = found.span ? placeOf(found) : `${found.code} ${found.message}`
    if (!first.has(place)) first.set(place, found)
  }
  return [...first.values()]
}
