import { type Diagnostic, diagnostic, type SourceFile } from '../base/index.ts'

/** A comment, or what template languages leave behind and keepalived has no use for: Jinja, Go and mustache, then ERB. */
const marks = /[#!].*|\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>/g

/** Two shell names that nobody defines, in a file that defines none, are to be filled in. */
const shellName = /\$\{[A-Za-z][A-Za-z0-9_]*\}/g

/** In place of all findings about a template that is yet to be rendered, the one that says so. */
export function withoutTemplates(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): Diagnostic[] {
  const undefinedNames = undefinedNamesBySource(diagnostics)
  const found = [...new Set(sources)].flatMap((source) => templateFinding(source, undefinedNames.get(source) ?? []))
  if (found.length === 0) return [...diagnostics]
  const templates = new Set(found.map(({ span }) => span?.source))
  return [...diagnostics.filter(({ span }) => !templates.has(span?.source)), ...found]
}

/** Where in each source names stand that are not defined. */
function undefinedNamesBySource(diagnostics: readonly Diagnostic[]): Map<SourceFile, number[]> {
  const found = new Map<SourceFile, number[]>()
  for (const { code, span } of diagnostics) {
    if (code !== 'expand/undefined-name' || !span) continue
    const before = found.get(span.source)
    if (before) before.push(span.start)
    else found.set(span.source, [span.start])
  }
  return found
}

function templateFinding(source: SourceFile, undefinedNames: readonly number[]): Diagnostic[] {
  const mark = firstMark(source) ?? firstShellName(source, undefinedNames)
  if (!mark) return []
  const span = { source, start: mark.index, end: mark.index + mark[0].length }
  return [diagnostic('lint/template', { mark: mark[0] }, span)]
}

function firstMark({ text }: SourceFile): RegExpExecArray | undefined {
  return text.matchAll(marks).find(([mark]) => !/^[#!]/.test(mark))
}

function firstShellName({ text }: SourceFile, undefinedNames: readonly number[]): RegExpExecArray | undefined {
  const [first = 0, second] = undefinedNames
  if (second === undefined || /^\s*\$\w+\s*=/m.test(text)) return undefined
  return [...text.matchAll(shellName)].find(({ index }) => index >= first)
}
