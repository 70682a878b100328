import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LINE_READ_MAX, language, parse } from '../grammar/index.ts'
import { type Expanded, expand, FILES_MAX, LINES_MAX, NESTING_MAX, TEXT_MAX, TOKENS_MAX } from '../src/expand/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { memoryPorts } from './support/language/memory.ts'
import { showFindings, showStatements } from './support/language/show.ts'

function expanded(files: ReadonlyMap<string, string> | string): Expanded {
  const named = typeof files === 'string' ? new Map([['main.conf', files]]) : files
  return expand({ path: 'main.conf' }, memoryPorts(named))
}

function run({ files }: Case): string {
  const { tokens, diagnostics, refused } = expanded(files)
  const { statements, diagnostics: parsing } = parse(tokens, language)
  const refusal = refused ? 'refused\n' : ''
  return showStatements(statements) + showFindings([...diagnostics, ...parsing]) + refusal
}

describe('expansion', () => {
  test.for(caseFiles('fixtures/expand'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  test.for([
    { what: 'a directory', text: '(directory)', said: 'main.conf is a directory' },
    { what: 'an executable', text: '(executable)', said: 'main.conf is executable, and keepalived reads no such file' },
    { what: 'a pipe', text: '(special)', said: 'main.conf is not a plain file' },
    { what: 'a huge file', text: '(too-big)', said: 'main.conf is too big for a configuration' },
    { what: 'nothing', text: undefined, said: 'main.conf is not there' },
  ])('refuses $what', ({ text, said }) => {
    const { diagnostics, refused } = expanded(new Map(text === undefined ? [] : [['main.conf', text]]))
    expect(diagnostics.map(({ message }) => message)).toEqual([said])
    expect(refused).toBe(true)
  })

  test('takes text that did not come from a file, named as the caller says', () => {
    const source = { name: '-', text: 'include a.conf\nb\n' }
    const { sources } = expand({ source }, memoryPorts(new Map([['a.conf', 'a\n']])))
    expect(sources.map(({ name }) => name)).toEqual(['-', 'a.conf'])
  })
})

describe('limits', () => {
  const endless: Record<string, string> = {
    'a sequence of a billion': '~SEQ(N,1,1000000000) w$N\n',
    'sequences that multiply': '~SEQ(A,1000) ~SEQ(B,1000) ~SEQ(C,1000) w$A$B$C\n',
    'definitions that double': `$A0=x \\\n x\n${doubling(30)}$A30\n`,
    'a definition that uses itself at its end': '$M=a \\\n $M\n$M\n',
    'a definition that uses itself at its start': '$M= \\\n $M \\\n b\n$M\n',
  }
  test.for(Object.entries(endless))('%s', ([, text]) => {
    const { diagnostics, refused } = expanded(text)
    expect(diagnostics.map(({ code }) => code)).toEqual([expect.stringMatching(/^expand\/(?:too-much|too-deep)$/)])
    expect(refused).toBe(true)
  })

  function doubling(depth: number): string {
    return Array.from({ length: depth }, (_, i) => `$A${i + 1}=$A${i} \\\n $A${i}\n`).join('')
  }

  test('files may be as deep as they are numbered, up to a limit', () => {
    const chain = (length: number) => {
      const names = Array.from({ length }, (_, i) => (i === 0 ? 'main.conf' : `${i}.conf`))
      const files = names.map((name, i): [string, string] => [name, `include ${i + 1}.conf\n`])
      return new Map([...files, [`${length}.conf`, 'end\n']])
    }
    expect(run({ title: '', input: '', expected: '', files: chain(NESTING_MAX / 2) })).toMatch(/: end\n$/)
    expect(expanded(chain(NESTING_MAX / 2 + 1)).diagnostics.map(({ code }) => code)).toEqual(['expand/too-deep'])
  })

  test('lines that are made may be many', () => {
    const { tokens, diagnostics } = expanded(`~SEQ(N,1,${LINES_MAX / 10}) w$N\n`)
    expect(diagnostics).toEqual([])
    expect(tokens).toHaveLength(LINES_MAX / 10)
  })

  test.for([
    { what: '1022 bytes are a line', text: 'w'.repeat(1022), codes: [] },
    { what: '1023 bytes are too many', text: 'w'.repeat(1023), codes: ['syntax/line-too-long'] },
    { what: 'bytes count, not characters', text: 'é'.repeat(512), codes: ['syntax/line-too-long'] },
    { what: 'in comments too', text: `# ${'c'.repeat(1500)}`, codes: ['syntax/line-too-long'] },
    { what: 'after replacing', text: `$A=${'w'.repeat(600)}\n$A $A`, codes: ['expand/endless'] },
  ])('$what', ({ text, codes }) => {
    expect(expanded(`a\n${text}\nb\n`).diagnostics.map(({ code }) => code)).toEqual(codes)
  })

  test('files may be many, and have as much text as there is room for', () => {
    const many = (count: number, text: string) =>
      new Map([
        ['main.conf', 'include d/*\n'],
        ...Array.from({ length: count }, (_, i): [string, string] => [`d/${i}`, text]),
      ])
    expect(expanded(many(5000, 'a\n'))).toMatchObject({ diagnostics: [], refused: false })
    const quarter = `${'#'.repeat(1000)}\n`.repeat(TEXT_MAX / 4000)
    const { diagnostics, refused } = expanded(many(4, quarter))
    expect(diagnostics.map(({ code }) => code)).toEqual(['expand/too-much'])
    expect(refused).toBe(true)
  })

  test.for([
    { what: 'a loop', text: `~SEQ(N,1,${FILES_MAX}) include $N.conf\n` },
    { what: 'a pattern', text: `include ${'*/'.repeat(20)}*\n` },
    { what: 'a set of names', text: `include ${'{a,b}'.repeat(14)}\ninclude ${'{a,b}'.repeat(14)}\n` },
  ])('$what names more files than are looked at', ({ text }) => {
    const ports = memoryPorts(new Map([['main.conf', text]]))
    const files = { read: ports.files.read, list: () => ['a', 'b'] }
    const { diagnostics, refused } = expand({ path: 'main.conf' }, { ...ports, files })
    expect(diagnostics.at(-1)?.code).toBe('expand/too-much')
    expect(refused).toBe(true)
  })

  test('a file of more lines than a configuration has is given up, and its lines are few in memory', () => {
    const { tokens, diagnostics } = expanded('a\n'.repeat(TOKENS_MAX * 2))
    expect(diagnostics.map(({ code }) => code)).toEqual(['expand/too-much'])
    expect(tokens.length).toBeLessThan(TOKENS_MAX * 1.5)
  })

  test('a line that is much too long is left out', () => {
    const { tokens, diagnostics } = expanded(`a\n${'{ $A '.repeat(LINE_READ_MAX / 4)}\nb\n`)
    expect(tokens.map(({ image }) => image)).toEqual(['a', 'b'])
    expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([['syntax/line-too-long', 'kac leaves it out']])
  })

  test('a long line is read whole', () => {
    const long = `k ${'w'.repeat(5000)}`
    expect(expanded(`${long}\n`).tokens.map(({ image }) => image)).toEqual([long])
  })
})

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '"', '#', '\\', ' ', '\n', '\\\n', '@lb1 ', '@^lb1 ', '$A', '${A}', '$A=', '$B=${A}'),
      fc.constantFrom(
        '~SEQ(',
        '~LST(',
        'A',
        ',',
        '1',
        ')',
        'include ',
        'main.conf',
        'a*',
        '${_ENV ',
        '}',
        '\0',
        '\ufeff',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 50 },
  )
  .map((parts) => parts.join(''))

test('any text is expanded, and every token points into a source', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { tokens, sources } = expanded(text)
      const { statements } = parse(tokens, language)
      const walk = (list: typeof statements) => {
        for (const { words, body } of list) {
          for (const { at } of words) {
            expect(sources).toContain(at.source)
            expect(at.start).toBeLessThanOrEqual(at.end)
            expect(at.end).toBeLessThanOrEqual(at.source.text.length)
          }
          if (body) walk(body)
        }
      }
      walk(statements)
    }),
    { numRuns: 1000 },
  )
})
