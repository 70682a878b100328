import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { referencePages } from '../scripts/reference-pages.ts'
import { keywordPages, keywordText, pagesOf } from '../src/editor/index.ts'
import { findingPages, findingText } from '../src/lint/index.ts'

const folder = new URL('../docs/reference/', import.meta.url).pathname

describe('docs/reference', () => {
  test('has the pages that scripts/write-docs.ts writes', () => {
    expect(readdirSync(folder).sort()).toEqual([...referencePages().keys()].sort())
  })

  test.for([...referencePages()])('%s is as scripts/write-docs.ts writes it', ([name, text]) => {
    expect(readFileSync(folder + name, 'utf8') === text, 'run node scripts/write-docs.ts').toBe(true)
  })
})

describe('explanations', () => {
  test('of a keyword say how it is written, its range, default and release', () => {
    expect(pagesOf('vrrp_instance/priority').map(keywordText)).toEqual([
      [
        'priority <1 to 255>',
        '  Base priority: of the routers that are up the highest becomes master, and at equal priority the higher address. Trackers add to it and take from it. 255 is for the owner of the addresses, which never yields; hosts that share addresses need 254 or less and no two the same.',
        '',
        '  in          vrrp_instance',
        '  default     follows from other settings',
        '  bad value   100 is used',
        '  since       1.0.3',
        '  needs       vrrp',
        '  touches     packet',
      ].join('\n'),
    ])
  })

  test('of a keyword of several blocks are several', () => {
    expect(pagesOf('delay_loop').length).toBeGreaterThan(2)
    expect(pagesOf('real_server/delay_loop').map(({ path }) => path)).toEqual([['virtual_server', 'real_server']])
  })

  test('there are of every keyword, with a text', () => {
    for (const { keyword, doc, syntax } of keywordPages()) {
      expect(doc, keyword).not.toBe('')
      expect(syntax.startsWith(keyword), syntax).toBe(true)
    }
  })

  test('there are of every code', () => {
    for (const page of findingPages())
      expect(findingText(page)).toMatch(/^[a-z]+\/[a-z0-9-]+ \((error|warning|note): .+\)\n\n.+/)
  })
})
