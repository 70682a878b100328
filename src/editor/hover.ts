import type { SourceFile } from '../base/index.ts'
import type { Expanded } from '../expand/index.ts'
import { cursorAt } from './cursor.ts'
import { keywordPages } from './pages.ts'
import { keywordMarkdown } from './text.ts'

/** What is known of the keyword or option at an offset of a file; nothing of values. */
export function hover(expanded: Expanded, source: SourceFile, offset: number): string | undefined {
  const { level, list, words, prefix, before } = cursorAt(expanded, source, offset)
  const word = words[before.length]
  const isKeyword = word && prefix !== '' && (list !== undefined || before.length === 0) && level.rows.has(word.text)
  if (!isKeyword) return undefined
  const path = level.path === '' ? [] : level.path.split('/')
  const page = keywordPages().find((one) => one.keyword === word.text && one.path.join('/') === path.join('/'))
  return page && keywordMarkdown(page)
}
