import { describe, expect, test } from 'vitest'
import { language, parse } from '../grammar/index.ts'
import type { SourceFile } from '../src/base/index.ts'
import { type Bound, bind } from '../src/bind/index.ts'
import { expand } from '../src/expand/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { memoryPorts } from './support/language/memory.ts'
import { showMessages, showValues } from './support/language/show.ts'

function bound(text: string): Bound & { readonly expanding: string } {
  const source: SourceFile = { name: 'main.conf', text }
  const { tokens, diagnostics } = expand({ source }, memoryPorts(new Map()))
  const { statements } = parse(tokens, language)
  return { ...bind(statements, { source, start: 0, end: 0 }), expanding: showMessages(diagnostics) }
}

function run({ files, expected }: Case): string {
  const { config, diagnostics, expanding } = bound(files.get('main.conf') ?? '')
  return `${expanding}${showMessages(diagnostics)}${config ? showValues(config, expected) : 'refused\n'}`
}

describe('a configuration', () => {
  test.for(caseFiles('fixtures/bind'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })

  const sample = `vrrp_instance V {
  interface eth0
  virtual_router_id 51
  authentication {
    auth_type PASS
    auth_pass hunter22
  }
  virtual_ipaddress {
    192.0.2.1 label x
  }
}
`

  test('is frozen, with all lists and blocks in it', () => {
    const { config } = bound(sample)
    const blocks = [config, config?.global, config?.vrrpInstances, config?.vrrpInstances[0]]
    const lines = [config?.vrrpInstances[0]?.virtualAddresses, config?.vrrpInstances[0]?.virtualAddresses[0]]
    expect([...blocks, ...lines].map((value) => Object.isFrozen(value))).toEqual(Array(6).fill(true))
  })

  test('says where each block and each field was written', () => {
    const router = bound(sample).config?.vrrpInstances[0]
    const written = (span: { source: SourceFile; start: number; end: number } | undefined) =>
      span?.source.text.slice(span.start, span.end)
    expect(written(router?.at)).toBe('vrrp_instance V')
    expect(written(router?.spans.virtualRouterId)).toBe('51')
    expect(written(router?.spans.priority)).toBeUndefined()
    expect(written(router?.authentication?.spans.password)).toBe('hunter22')
    expect(written(router?.virtualAddresses[0]?.at)).toBe('192.0.2.1 label x')
    expect(written(router?.virtualAddresses[0]?.spans.label)).toBe('x')
  })

  test('keeps its secret out of text, JSON and inspection', async () => {
    const { config } = bound(sample)
    const { inspect } = await import('node:util')
    const password = config?.vrrpInstances[0]?.authentication?.password
    const shown = [`${password}`, JSON.stringify(config?.vrrpInstances[0]?.authentication?.password), inspect(password)]
    expect(shown).toEqual(['(secret)', '"(secret)"', '(secret)'])
    expect(password?.reveal()).toBe('hunter22')
  })
})
