import { describe, expect, test } from 'vitest'
import { catalogue } from '../src/base/index.ts'
import { allRules, compile, findingsJson, type Given, renderFindings } from '../src/lint/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { elsewhere, onHost } from './support/language/given.ts'
import { memoryPorts } from './support/language/memory.ts'

/** What the cases of a file are judged with. */
const givenTo: Readonly<Record<string, Given>> = { host: onHost, elsewhere }

function runWith(given: Given = {}) {
  return ({ files }: Case) => {
    const { diagnostics } = compile({ path: 'main.conf' }, memoryPorts(files), given)
    return renderFindings(diagnostics.filter(({ code }) => code !== 'lint/not-served-yet'))
  }
}

describe('findings', () => {
  test.for(caseFiles('fixtures/lint'))('$name', async ({ name, path }) => {
    await expect(rerun(path, runWith(givenTo[name]))).toMatchFileSnapshot(path)
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

describe('rules', () => {
  const titles = caseFiles('fixtures/lint').flatMap(({ path }) => {
    const found: string[] = []
    rerun(path, ({ title }) => {
      found.push(title)
      return ''
    })
    return found
  })

  test.for(allRules.map((rule) => [rule.code, rule] as const))('%s is found in its example', ([code, { doc }]) => {
    const ports = memoryPorts(new Map([['main.conf', doc.example]]))
    const found = [onHost, elsewhere].flatMap((given) => compile({ path: 'main.conf' }, ports, given).diagnostics)
    expect(found.map((one) => one.code)).toContain(code)
  })

  test.for(allRules)('$code has cases of what it finds and of what it leaves alone', ({ code }) => {
    const name = code.split('/')[1] ?? ''
    expect(titles).toContain(name)
    expect(titles.some((title) => title.startsWith(`${name}: `))).toBe(true)
  })

  test('that no program runs as root on a host with a user keepalived_script is known without facts', () => {
    const text = 'vrrp_instance V {\n interface eth0\n virtual_router_id 1\n notify /bin/a\n no_virtual_ipaddress\n}\n'
    const said = (hasDefaultUser: boolean) =>
      compile({ source: { name: 'main.conf', text } }, memoryPorts(new Map()), {
        hasDefaultUser: () => hasDefaultUser,
      }).diagnostics.map(({ message }) => message)
    expect(said(true)).toEqual([])
    expect(said(false)).toEqual(['this program runs as root'])
  })

  test('are told apart by their codes, and from the findings of the catalogue', () => {
    const codes = [...allRules.map(({ code }) => code), ...Object.keys(catalogue)]
    expect(new Set(codes).size).toBe(codes.length)
  })
})
