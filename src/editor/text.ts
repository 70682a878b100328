import type { KeywordPage } from './pages.ts'

/** A page for a terminal. */
export function keywordText(page: KeywordPage): string {
  const rows = factsOf(page).map(([label, text]) => `  ${label.padEnd(12)}${text}`)
  return [page.syntax, `  ${page.doc}`, '', ...rows].join('\n')
}

/** The same as a section of a reference page. */
export function keywordMarkdown(page: KeywordPage): string {
  const rows = factsOf(page).map(([label, text]) => `- ${label}: ${text}`)
  const name = [...page.path, page.keyword === '' ? '(any other line)' : page.keyword].join(' › ')
  return [`### ${name}`, '', `\`${page.syntax}\``, '', page.doc, '', ...rows, ''].join('\n')
}

function factsOf(page: KeywordPage): (readonly [label: string, text: string])[] {
  const facts: (readonly [string, string | undefined])[] = [
    ['in', page.path.length > 0 ? [...page.path].reverse().join(' of ') : 'outside all blocks'],
    ['required', page.required ? 'yes' : undefined],
    ['default', page.default],
    ['bad value', page.bad && `${page.bad} is used`],
    ['repeated', page.repeat],
    ['since', page.since],
    ['needs', page.feature],
    ['touches', page.touches.length > 0 ? page.touches.join(', ') : undefined],
    ['old name', page.deprecated && `write ${page.deprecated}`],
    ['in kac', page.later ? 'read, but not acted on yet' : undefined],
  ]
  return facts.flatMap(([label, text]) => (text ? [[label, text] as const] : []))
}
