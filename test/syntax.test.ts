import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEPTH_MAX, language, lex, lexInto, parse, type Token } from '../grammar/index.ts'
import type { SourceFile } from '../src/base/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { showFindings, showStatements } from './support/language/show.ts'

function tokensOf(text: string): Token[] {
  const source: SourceFile = { name: 'main.conf', text }
  const tokens: Token[] = []
  lexInto(tokens, { source, text, base: 0 })
  return tokens
}

function run({ files }: Case): string {
  const { statements, diagnostics } = parse(tokensOf(files.get('main.conf') ?? ''), language)
  return showStatements(statements) + showFindings(diagnostics)
}

describe('statements', () => {
  test.for(caseFiles('fixtures/syntax'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  test('are read however deep braces are nested, and the limit is told once', () => {
    const { statements, diagnostics } = parse(tokensOf('a {\n'.repeat(10_000) + '}\n'.repeat(10_000)), language)
    expect(statements).toHaveLength(1)
    expect(showFindings(diagnostics)).toBe(`! ${DEPTH_MAX + 1}:3 error syntax/too-deep\n`)
  })
})

/** Text made of what a configuration is made of, in any order. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '"',
        '#',
        '!',
        '\\',
        ' ',
        '\t',
        '\n',
        '\r\n',
        'vrrp_instance',
        'global_defs',
        '192.0.2.1',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

test('every character but blanks, braces and comment marks begins a word', () => {
  const codes = Array.from({ length: 65536 }, (_, code) => code)
  const characters = codes.map((code) => String.fromCharCode(code))
  const others = characters.filter((character) => lex(`${character}x`).tokens[0]?.image !== `${character}x`)
  expect(others.join('')).toBe('\t\n\v\f\r !#{}')
})

const nameless = /^"[^"]*$/

describe('any text', () => {
  test('is cut into tokens and comments with nothing but blanks between them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { tokens, comments } = lex(text)
        const pieces = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset)
        let at = 0
        for (const { image, startOffset } of pieces) {
          expect(text.slice(at, startOffset)).toMatch(/^[ \t\n\v\f\r]*$/)
          expect(text.slice(startOffset, startOffset + image.length)).toBe(image)
          at = startOffset + image.length
        }
        expect(text.slice(at)).toMatch(/^[ \t\n\v\f\r]*$/)
      }),
    )
  })

  test('has a tree that keeps each run of words, in order', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokensOf(text)
        // What begins with a quote that is not closed has no name; its block goes with it.
        fc.pre(!tokens.some(({ image }, at) => nameless.test(image) && tokens[at + 1]?.tokenType.name === 'LBrace'))
        const { statements } = parse(tokens, language)
        const kept: string[] = []
        const walk = (list: typeof statements) => {
          for (const { text: words, body } of list) {
            kept.push(words)
            if (body) walk(body)
          }
        }
        walk(statements)
        const written = tokens.filter(({ tokenType, image }) => tokenType.name === 'Words' && !nameless.test(image))
        expect(kept).toEqual(written.map(({ image }) => image))
      }),
    )
  })
})
