import { type KeywordPage, keywordMarkdown, keywordPages } from '../src/editor/index.ts'
import { findingMarkdown, findingPages } from '../src/lint/index.ts'

const generated = '<!-- Written by scripts/write-docs.ts; change the table or the rule instead. -->'

/** The files of docs/reference and their text. */
export function referencePages(): ReadonlyMap<string, string> {
  const byBlock = Map.groupBy(keywordPages(), topOf)
  const blocks = [...byBlock].map(
    ([top, pages]) => [`${top}.md`, page(`Keywords of ${top}`, pages.map(keywordMarkdown))] as const,
  )
  const findings = page('Findings', findingPages().map(findingMarkdown))
  const names = [...byBlock.keys()].map((top) => `- [${top}](${top}.md)\n`).join('')
  const index = page('Reference', [
    `Keywords, by the outermost block they stand in:\n\n${names}`,
    'What kac finds: [findings](findings.md)\n',
  ])
  return new Map([['README.md', index], ...blocks, ['findings.md', findings]])
}

/** Keywords that stand alone outside all blocks share a page. */
function topOf({ path, keyword, syntax }: KeywordPage): string {
  return path[0] ?? (syntax.endsWith('}') ? keyword : 'top-level')
}

function page(title: string, sections: readonly string[]): string {
  return `${generated}\n\n# ${title}\n\n${sections.join('\n')}`
}
