import { type Diagnostic, diagnostic, type SourceFile } from '../base/index.ts'

/** What template languages leave behind and keepalived has no use for: Jinja, Go and mustache, then ERB. */
const marks = /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>/g

/** Two shell names that nobody defines, in a file that defines none, are to be filled in. */
const shellName = /\$\{[A-Za-z][A-Za-z0-9_]*\}/g

/** In place of all findings about a template that is yet to be rendered, the one that says so. */
export function withoutTemplates(diagnostics: readonly Diagnostic[], sources: readonly SourceFile[]): Diagnostic[] {
  const found = sources.flatMap((source) => templateFinding(source, diagnostics))
  if (found.length === 0) return [...diagnostics]
  const templates = new Set(found.map(({ span }) => span?.source))
  return [...diagnostics.filter(({ span }) => !templates.has(span?.source)), ...found]
}

function templateFinding(source: SourceFile, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const mark = firstMark(source) ?? firstShellName(source, diagnostics)
  if (!mark) return []
  const span = { source, start: mark.index, end: mark.index + mark[0].length }
  return [diagnostic('lint/template', { mark: mark[0] }, span)]
}

function firstMark({ text }: SourceFile): RegExpExecArray | undefined {
  for (const mark of text.matchAll(marks)) {
    const line = text.slice(text.lastIndexOf('\n', mark.index) + 1, mark.index)
    if (!/[#!]/.test(line)) return mark
  }
  return undefined
}

function firstShellName(source: SourceFile, diagnostics: readonly Diagnostic[]): RegExpExecArray | undefined {
  const undefinedNames = diagnostics.filter(
    ({ code, span }) => code === 'expand/undefined-name' && span?.source === source,
  )
  if (undefinedNames.length < 2 || /^\s*\$\w+\s*=/m.test(source.text)) return undefined
  const first = undefinedNames[0]?.span?.start ?? 0
  return [...source.text.matchAll(shellName)].find(({ index }) => index >= first)
}
