import type { Diagnostic, Via } from '../base/index.ts'

/** What a finding has in common with the same one of another host, or of another pass of a sequence. */
export function placeOf({ span, code }: Diagnostic): string {
  return span ? `${span.source.name}:${span.start} ${code}` : code
}

/** The first finding of each code at each place: a rule finds one mistake in a line that is read many times. */
export function onePerPlace(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  return findings.filter((found) => {
    const isFirst = !seen.has(placeOf(found))
    seen.add(placeOf(found))
    return isFirst
  })
}

/**
 * The first of those that are alike. Hosts that share a file find the same in it; and text that is read again, by
 * another host, through a definition or in a pass of a sequence, has its mistake again.
 */
export function onePerText(findings: readonly Diagnostic[]): Diagnostic[] {
  const readings = new Map<string, { readonly via: Via | undefined; readonly messages: Set<string> }>()
  return findings.filter((found) => {
    const { message, span } = found
    const first = readings.get(placeOf(found))
    if (!first) readings.set(placeOf(found), { via: span?.via, messages: new Set([message]) })
    else if (first.via !== span?.via || first.messages.has(message)) return false
    else first.messages.add(message)
    return true
  })
}
