import { type Diagnostic, diagnostic, type SourceFile } from '../base/index.ts'

const definition = /^[ \t]*(?:@\^?\S+[ \t]+)?(\$(\w+)[ \t]*=)/gm
const use = /\$\{?(\w+)\}?(?![\w]*[ \t]*=)/g

/**
 * Definitions of the file itself that nothing in it or in what it includes uses, on any host. Those of included files
 * may be for other configurations.
 */
export function unusedDefinitions(entry: SourceFile, sources: readonly SourceFile[]): Diagnostic[] {
  if (!entry.text.includes('$')) return []
  const used = new Set(sources.flatMap(({ text }) => [...text.matchAll(use)].map(([, name]) => name)))
  const first = new Map<string, Diagnostic>()
  for (const { index, 0: line, 1: written = '', 2: name = '' } of entry.text.matchAll(definition)) {
    if (used.has(name) || first.has(name)) continue
    const start = index + line.length - written.length
    const span = { source: entry, start, end: start + name.length + 1 }
    first.set(name, diagnostic('lint/unused-definition', { name }, span))
  }
  return [...first.values()]
}
