import type { Diagnostic } from './diagnostic.ts'

/** The words of a configuration that kac reads and does not act on yet, each once, in the order of the findings. */
export function unservedIn(diagnostics: readonly Diagnostic[]): string[] {
  const words = diagnostics.flatMap(({ code, span }) => {
    if (code !== 'lint/not-served-yet' || !span) return []
    return span.source.text.slice(span.start, span.end).match(/\S+/)?.[0] ?? []
  })
  return [...new Set(words)]
}

const namesMax = 5

/** Nobody is to believe that they work. Undefined where there are none. */
export function unservedText(unserved: readonly string[]): string | undefined {
  if (unserved.length === 0) return undefined
  const more = unserved.length > namesMax ? ` and ${unserved.length - namesMax} more` : ''
  const what = unserved.length === 1 ? '1 keyword is' : `${unserved.length} keywords are`
  return `${what} read but not acted on yet: ${unserved.slice(0, namesMax).join(', ')}${more}`
}
