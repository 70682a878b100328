import { compile } from '../../../src/lint/index.ts'
import { memoryPorts } from './memory.ts'

/**
 * What main.conf means: its values and findings, wherever they stand. Indentation may make a line longer than one may
 * be, or shorter than that.
 */
export function meaning(files: ReadonlyMap<string, string>): object {
  const { config, diagnostics } = compile({ path: 'main.conf' }, memoryPorts(files))
  const values = JSON.stringify(config, (key, value) => (['at', 'end', 'spans'].includes(key) ? undefined : value))
  const found = diagnostics.filter(({ code }) => code !== 'syntax/line-too-long')
  return { values, found: found.map(({ code, message }) => `${code} ${message}`).sort() }
}
