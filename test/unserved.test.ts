import { expect, test } from 'vitest'
import { diagnostic, unservedIn, unservedText } from '../src/base/index.ts'

test('what is not served yet is named once each, and the rest counted', () => {
  const text = 'a b a c d e f g'
  const source = { name: 'lb1.conf', text }
  const notes = [...text.matchAll(/\S/g)].map(({ 0: what, index }) =>
    diagnostic('lint/not-served-yet', { what }, { source, start: index, end: index + 1 }),
  )
  expect(unservedIn(notes)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(unservedText(unservedIn(notes))).toBe('7 keywords are read but not acted on yet: a, b, c, d, e and 2 more')
  expect(unservedText(['a'])).toBe('1 keyword is read but not acted on yet: a')
  expect(unservedText([])).toBeUndefined()
})
