import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { format } from '../src/format/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { meaning } from './support/language/meaning.ts'
import { needsShared, shared } from './support/language/shared.ts'

const examples = new URL('../examples/', import.meta.url).pathname

function formatted(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...files].map(([name, text]) => [name, format(text)]))
}

function casesIn(folder: string): Case[] {
  const found: Case[] = []
  for (const { path } of caseFiles(folder)) {
    rerun(path, (one) => {
      found.push(one)
      return ''
    })
  }
  return found
}

describe('format', () => {
  test.for(caseFiles('fixtures/format'))('$name', async ({ path }) => {
    await expect(rerun(path, ({ input }) => format(input))).toMatchFileSnapshot(path)
  })

  test.for(['format', 'lint', 'fleet', 'expand', 'bind', 'syntax'])('keeps the meaning of fixtures of %s', (folder) => {
    for (const { title, files } of casesIn(`fixtures/${folder}`)) {
      expect(isDeepStrictEqual(meaning(formatted(files)), meaning(files)), title).toBe(true)
    }
  })

  test.for(readdirSync(examples).filter((name) => name.endsWith('.conf')))('leaves %s as it is', (name) => {
    const text = readFileSync(examples + name, 'utf8')
    expect(format(text)).toBe(text)
  })

  test('changes nothing the second time, whatever the text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"',
      "'",
      '#',
      '!',
      '@a',
      '@',
      '$A=',
      '$A',
      '\\',
      '~SEQ',
      ' ',
      '\t',
      '\r',
      '\n',
      'a',
      'é',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = format(pieces.join(''))
        expect(format(once)).toBe(once)
      }),
      { numRuns: 5000 },
    )
  })
})

describe('published configurations', needsShared('corpus/configs/'), () => {
  test('mean the same when they are formatted', () => {
    const folder = `${shared}corpus/configs/`
    const changed: string[] = []
    for (const name of readdirSync(folder)) {
      const files = new Map([['main.conf', readFileSync(folder + name, 'latin1')]])
      if (!isDeepStrictEqual(meaning(formatted(files)), meaning(files))) changed.push(name)
    }
    expect(changed).toEqual([])
  }, 120_000)
})
