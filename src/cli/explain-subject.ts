import { closest, KacError, kacVersion } from '../base/index.ts'
import { type KeywordPage, keywordPages, keywordText, pagesOf } from '../editor/index.ts'
import { type FindingPage, findingPages, findingText } from '../lint/index.ts'

export interface Explanation {
  readonly formatVersion: 1
  readonly kacVersion: string
  readonly finding?: FindingPage
  /** One for each block that has the keyword. */
  readonly keywords: readonly KeywordPage[]
}

/** All that is known of a code or a keyword. */
export function explanationOf(subject: string): Explanation {
  const finding = findingPages().find(({ code }) => code === subject)
  const keywords = finding || subject === '' ? [] : pagesOf(subject)
  if (!finding && keywords.length === 0) throw new KacError('usage', unknown(subject))
  return { formatVersion: 1, kacVersion, ...(finding && { finding }), keywords }
}

export function explanationText({ finding, keywords }: Explanation): string {
  return finding ? findingText(finding) : keywords.map(keywordText).join('\n\n')
}

function unknown(subject: string): string {
  const names = [...findingPages().map(({ code }) => code), ...keywordPages().map(({ keyword }) => keyword)]
  const near = closest(subject, new Set(names.filter((name) => name !== '')))
  return `nothing is called "${subject}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}
