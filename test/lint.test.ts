import { describe, expect, test } from 'vitest'
import { allRules, compile, findingsJson, renderFindings } from '../src/lint/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { memoryPorts } from './support/language/memory.ts'

function run({ files }: Case): string {
  return renderFindings(compile({ path: 'main.conf' }, memoryPorts(files)).diagnostics)
}

describe('findings', () => {
  test.for(caseFiles('fixtures/lint'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  test('are the same for programs', () => {
    const files = new Map([
      ['main.conf', 'include a.conf\n'],
      ['a.conf', 'vrrp_instance V {\n  interface eth0\n  virtual_router_id 300\n  prioriti 1\n}\n'],
    ])
    const { config, diagnostics, sources } = compile({ path: 'main.conf' }, memoryPorts(files))
    expect(config).toBeUndefined()
    expect(sources.map(({ name }) => name)).toEqual(['main.conf', 'a.conf'])
    expect(findingsJson(diagnostics).slice(1, 3)).toEqual([
      {
        code: 'bind/out-of-range',
        severity: 'error',
        message: 'virtual_router_id is 300 and has to be 1 to 255',
        file: 'a.conf',
        line: 3,
        column: 21,
        endLine: 3,
        endColumn: 24,
        via: ['included at main.conf:1'],
        related: [],
      },
      {
        code: 'bind/unknown-keyword',
        severity: 'error',
        message: '"prioriti" is not a keyword of vrrp_instance',
        file: 'a.conf',
        line: 4,
        column: 3,
        endLine: 4,
        endColumn: 11,
        via: ['included at main.conf:1'],
        hint: 'did you mean "priority"?',
        related: [],
      },
    ])
  })

  test('without a place have only their text', () => {
    const { diagnostics } = compile({ path: 'nowhere.conf' }, memoryPorts(new Map()))
    expect(renderFindings(diagnostics)).toBe('error expand/unreadable: nowhere.conf is not there\n')
  })
})

test('each rule says what it means and what to do, and has its cases', () => {
  const titles = caseFiles('fixtures/lint').flatMap(({ path }) => {
    const found: string[] = []
    rerun(path, ({ title }) => {
      found.push(title.split(':')[0] ?? '')
      return ''
    })
    return found
  })
  for (const { code, doc } of allRules) {
    expect(doc.split('\n\n').length).toBeGreaterThan(1)
    expect(titles).toContain(code.replace('lint/', ''))
  }
})
