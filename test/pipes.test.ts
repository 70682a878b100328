import { expect, test } from 'vitest'
import { Pipes } from '../src/daemon/telling/pipes.ts'
import { Programs, programsIn } from '../src/programs/index.ts'
import { configOf } from './support/config-of.ts'

/** Which pipe gets the lines of which half. */
function heard(lines: string): Record<string, string[]> {
  const written: Record<string, string[]> = {}
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  const fifos = {
    open: (path: string) => {
      written[path] = []
      const write = (line: string) => written[path]?.push(line) !== undefined
      return { write, close: () => undefined, remove: () => undefined }
    },
  }
  const programs = {
    check: () => ({ kind: 'refused' as const, reason: 'none runs here' }),
    start: () => ({ signal: () => undefined }),
    killAll: () => undefined,
  }
  const config = configOf(`global_defs {\n${lines}\n}\n`)
  const pipes = new Pipes({ fifos, log })
  pipes.adopt(config, new Programs(programsIn(config), config.global, programs, log))
  pipes.write('vrrp', 'INSTANCE')
  pipes.write('lvs', 'RS')
  return written
}

test.for([
  ['notify_fifo /a', { '/a': ['INSTANCE', 'RS'] }],
  ['vrrp_notify_fifo /a\nlvs_notify_fifo /b', { '/a': ['INSTANCE'], '/b': ['RS'] }],
  ['notify_fifo /a\nlvs_notify_fifo /b', { '/a': ['INSTANCE', 'RS'], '/b': ['RS'] }],
  ['vrrp_notify_fifo /a\nlvs_notify_fifo /a', { '/a': ['INSTANCE', 'RS'] }],
  ['notify_fifo /a\nvrrp_notify_fifo /a', { '/a': ['INSTANCE', 'RS'] }],
] as const)('%s', ([lines, expected]) => {
  expect(heard(lines)).toEqual(expected)
})
