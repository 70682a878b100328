import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { matches, numberIn, type Process } from '../src/track/index.ts'
import { configOf } from './support/config-of.ts'
import { play } from './support/track/index.ts'

const fixtures = new URL('fixtures/track/', import.meta.url).pathname

describe('trackers on a virtual clock', () => {
  test.each(readdirSync(fixtures).filter((name) => name.endsWith('.txt')))('%s', async (name) => {
    const path = `${fixtures}${name}`
    await expect(play(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path)
  })
})

test.each([
  ['', 0],
  ['\n', 0],
  ['abc', 0],
  ['7', 7],
  ['  -12 apples', -12],
  ['+3\n4\n', 3],
  ['0x10', 16],
  ['0X1f', 31],
  ['010', 8],
  ['-010', -8],
  ['08', 0],
  ['0', 0],
  ['-0', 0],
  ['0x', 0],
  ['9223372036854775807', 2147483647],
  ['-9223372036854775808', -2147483648],
  ['9223372036854775808', 0],
  [`${' '.repeat(126)}12`, 1],
])('the number in %j is %d', (content, value) => {
  expect(numberIn(content)).toBe(value)
})

describe('which processes count', () => {
  const nginx: Process = { pid: 1, name: 'nginx', argv: ['/usr/sbin/nginx', '-c', 'a.conf', '-g', 'x'] }
  const long: Process = { pid: 2, name: 'a-process-with-a', argv: ['a-process-with-a-long-name'] }
  const kernel: Process = { pid: 3, name: 'kworker/0:1', argv: [] }

  test.each([
    ['process nginx', nginx, true],
    ['process nginx', { ...nginx, name: 'nginx2' }, false],
    ['process /usr/sbin/nginx', nginx, false],
    ['process a-process-with-a-long-name', { ...long, name: 'a-process-with-' }, true],
    ['process kworker/0:1', kernel, true],
    ['process kworker/0:1\nfull_command', kernel, false],
    ['process a-process-with-a-long-name\nfull_command', long, true],
    ['process /usr/sbin/nginx\nfull_command', nginx, false],
    ['process /usr/sbin/nginx -c a.conf -g x', nginx, true],
    ['process /usr/sbin/nginx -c a.conf', nginx, false],
    ['process /usr/sbin/nginx -c a.conf\nparam_match partial', nginx, true],
    ['process /usr/sbin/nginx -c a\nparam_match partial', nginx, false],
    ['process /usr/sbin/nginx -c a\nparam_match initial', nginx, true],
    ['process /usr/sbin/nginx -d a\nparam_match initial', nginx, false],
    ['process /usr/sbin/nginx -c a.conf -g x y\nparam_match initial', nginx, false],
    ['process nginx\nparam_match', { ...nginx, argv: ['nginx'] }, true],
    ['process nginx\nparam_match', { ...nginx, argv: ['nginx', '-x'] }, false],
  ])('%s', (lines, process, expected) => {
    const [wanted] = configOf(`vrrp_track_process p {\n${lines}\n}\n`).trackProcesses
    expect(matches(wanted!, process)).toBe(expected)
  })
})
