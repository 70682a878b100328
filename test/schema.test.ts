import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kacVersion } from '../src/base/index.ts'
import { compiledSchema } from '../src/cli/print-schema.ts'
import { compile, configJson, findingsJson } from '../src/lint/index.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'
import { compileFile, verdicts } from './support/language/corpus.ts'
import { memoryPorts } from './support/language/memory.ts'
import { needsShared } from './support/language/shared.ts'
import { misfits } from './support/schema.ts'

const schema = compiledSchema() as Readonly<Record<string, unknown>>

/** What kac compile --json prints. */
function printed({ config, diagnostics }: ReturnType<typeof compile>): Record<string, unknown> {
  const values = config ? { config: configJson(config) } : {}
  const document = { formatVersion: 1, kacVersion, ...values, findings: findingsJson(diagnostics) }
  return JSON.parse(JSON.stringify(document))
}

function compiled(text: string): Record<string, unknown> {
  return printed(compile({ source: { name: 'main.conf', text } }, memoryPorts(new Map())))
}

describe('what kac compile --json prints is what kac schema says', () => {
  test.for(caseFiles('fixtures/bind'))('for the cases of $name', ({ path }) => {
    const found: string[] = []
    rerun(path, ({ title, files, expected }: Case) => {
      const document = compiled(files.get('main.conf') ?? '')
      found.push(...misfits(document, schema).map((misfit) => `${title}: ${misfit}`))
      return expected
    })
    expect(found).toEqual([])
  })

  const examples = new URL('../examples/', import.meta.url).pathname
  const names = readdirSync(examples).filter((name) => name.endsWith('.conf'))
  test.for(names)('for the example %s', (name) => {
    const document = compiled(readFileSync(examples + name, 'utf8'))
    expect(document.config).toBeDefined()
    expect(misfits(document, schema)).toEqual([])
  })

  test('for published configurations', { ...needsShared('corpus'), timeout: 240_000 }, () => {
    const { properties } = schema as { properties: { config: Readonly<Record<string, unknown>> } }
    const found = verdicts().flatMap((verdict) => {
      const { config } = compileFile(verdict)
      return config
        ? misfits(configJson(config), properties.config, schema).map((one) => `${verdict.file}: ${one}`)
        : []
    })
    expect(found).toEqual([])
  })
})

describe('the schema refuses', () => {
  const good = `vrrp_instance V {
  interface eth0
  virtual_router_id 51
  virtual_ipaddress { 192.0.2.1 }
}
`

  test.for([
    ['a field that is missing', ['config', 'vrrpInstances', '0', 'priority'], undefined],
    ['a number out of range', ['config', 'vrrpInstances', '0', 'priority'], 256],
    ['another type', ['config', 'vrrpInstances', '0', 'interface'], 7],
    ['a field that there is not', ['config', 'vrrpInstances', '0', 'prioriti'], 100],
    ['what is no address', ['config', 'vrrpInstances', '0', 'virtualAddresses', '0', 'address'], '192.0.2'],
    ['what is no place', ['config', 'vrrpInstances', '0', 'at'], 'main.conf'],
    ['another format', ['formatVersion'], 2],
  ] as const)('%s', ([, path, value]) => {
    const document = compiled(good)
    expect(misfits(document, schema)).toEqual([])
    const owner = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], document)
    ;(owner as Record<string, unknown>)[path.at(-1) ?? ''] = value
    expect(misfits(JSON.parse(JSON.stringify(document)), schema)).not.toEqual([])
  })
})
