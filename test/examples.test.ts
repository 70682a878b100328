import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hostExpandEnv, hostFiles } from '../src/host/index.ts'
import { compile, renderFindings } from '../src/lint/index.ts'

const folder = new URL('../examples/', import.meta.url).pathname
const examples = readdirSync(folder).filter((name) => name.endsWith('.conf'))

describe('examples', () => {
  /** Conditional lines are for these hosts. */
  const hosts = ['lb1', 'lb2']

  test.for(examples.flatMap((name) => hosts.map((host) => ({ name, host }))))('$name on $host', ({ name, host }) => {
    const { config, diagnostics } = compile({ path: folder + name }, { files: hostFiles, env: hostExpandEnv(host) })
    expect(renderFindings(diagnostics)).toBe('')
    expect(config?.vrrpInstances.length).toBeGreaterThan(0)
  })

  test.for(examples)('%s begins by saying what it shows', (name) => {
    expect(readFileSync(folder + name, 'utf8')).toMatch(/^# .+\n/)
  })
})
