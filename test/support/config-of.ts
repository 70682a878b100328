import type { Config } from '../../src/bind/index.ts'
import type { ExpandPorts } from '../../src/expand/index.ts'
import { compile } from '../../src/lint/index.ts'

/** A host without files or variables. */
export const nowhere: ExpandPorts = {
  files: { read: () => ({ kind: 'missing' }), list: () => undefined },
  env: { configId: 'lb1', directory: '/', variable: () => undefined, random: (least) => least },
}

/** The configuration in this text, which must be without errors. */
export function configOf(text: string, name = 'keepalived.conf'): Config {
  const { config, diagnostics } = compile({ source: { name, text } }, nowhere)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (!config || errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
  return config
}
