import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kacVersion } from '../src/base/index.ts'
import { allRules } from '../src/lint/index.ts'
import { commandFolder, good } from './support/command.ts'

/** kac lint and kac facts as a user meets them, with fleets and with what a host has. */

const folder = commandFolder({ 'good.conf': good })
const { kac } = folder

test('a folder of hosts is a fleet', () => {
  for (const host of ['lb1', 'lb2']) {
    folder.write(`fleet/hosts/${host}/keepalived.conf`, good)
  }
  const { status, stdout } = kac(['lint', 'fleet'])
  expect(status).toBe(0)
  expect(stdout).toContain('fleet/hosts/lb2/keepalived.conf:1:1: warning fleet/equal-priority: ')
  expect(stdout).toMatch(/1 warning, 1 note in 2 files, 2 hosts \(/)
  expect(kac(['lint', '--strict', 'fleet']).status).toBe(1)
  expect(kac(['lint', '--routers', 'markdown', 'fleet']).stdout).toContain('| lb1 100, lb2 100 |')
})

test('a kac.yaml says which hosts there are, and what its own mistakes are', () => {
  folder.write(
    'declared/vrrp.conf',
    good.replace('192.0.2.100', '${_ENV VIP}').replace('interface', '@one priority 150\n    interface'),
  )
  const yaml = (vip: string) =>
    `hosts:\n${['one', 'two'].map((id) => `  ${id}: {path: vrrp.conf, environment: {VIP: ${vip}}, interfaces: {eth0: 192.0.2.2/24}}\n`).join('')}`
  folder.write('declared/kac.yaml', yaml('192.0.2.7'))
  expect(kac(['lint', '--strict', 'declared'])).toMatchObject({ status: 0 })
  expect(kac(['lint', '--routers', 'text', 'declared/kac.yaml']).stdout).toMatch(
    /192.0.2.0\/24 +51 +192.0.2.7 +one 150, two 100/,
  )
  folder.write('declared/kac.yaml', yaml('198.51.100.7'))
  expect(kac(['lint', '--strict', 'declared'])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('host/foreign-address'),
  })
  folder.write('declared/kac.yaml', `${yaml('192.0.2.7')}hots: {}\n`)
  expect(kac(['lint', 'declared'])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('declared/kac.yaml:4:1: error fleet/unknown-key'),
  })
})

test('facts are what lint --facts takes, and what --on-host looks up itself', () => {
  const { status, stdout } = kac(['facts', '-f', 'good.conf'])
  const facts = JSON.parse(stdout)
  expect(status).toBe(0)
  expect(facts).toMatchObject({ formatVersion: 1, kacVersion, interfaces: expect.any(Array), programs: {} })
  expect(facts.users).toContain('root')
  const here = facts.interfaces.find(({ name }: { name: string }) => name !== 'lo')?.name ?? 'lo'
  folder.write('facts.json', stdout)
  folder.write('elsewhere.json', JSON.stringify({ ...facts, interfaces: [] }))
  const input = good.replace('eth0', here)
  for (const [args, code] of [
    [['--facts', 'facts.json'], 0],
    [['--on-host'], 0],
    [['--facts', 'elsewhere.json'], 1],
    [['--facts', 'good.conf'], 64],
    [['--facts', 'facts.json', '--on-host'], 64],
  ] as const) {
    expect(kac(['lint', '-', ...args], { input }).status, args.join(' ')).toBe(code)
  }
  expect(kac(['lint', '-', '--facts', 'elsewhere.json'], { input }).stdout).toContain('host/missing-interface')
  expect(kac(['lint', '-', '--facts', 'facts.json'], { input }).stdout).not.toContain('host/not-looked-up')
  expect(kac(['lint', '-'], { input }).stdout).toContain('note host/not-looked-up')
})

test('programs of the configuration are among the facts, with who may change them', () => {
  const program = folder.write('open.sh', '#!/bin/sh\n')
  chmodSync(program, 0o777)
  folder.write('scripted.conf', good.replace('interface', `notify ${program}\n    interface`))
  const { programs } = JSON.parse(kac(['facts', '-f', 'scripted.conf']).stdout)
  expect(programs[program]).toMatchObject({ mode: '0777', executable: true, writable: program })
  expect(kac(['lint', '--on-host', 'scripted.conf']).stdout).toContain('error security/writable-program')
  expect(kac(['facts', '-f', 'gone.conf']).status).toBe(1)
})

test('a limit for detection is a time', () => {
  expect(kac(['lint', '--detect-within', '2s', 'good.conf']).stdout).toContain('warning lint/slow-detection')
  expect(kac(['lint', '--detect-within', '10s', 'good.conf']).stdout).not.toContain('lint/slow-detection')
  expect(kac(['lint', '--detect-within', 'soon', 'good.conf']).status).toBe(64)
})

test('--fix repairs the files that are named, says which others it left, and then has nothing to do', () => {
  const old = 'global_defs {\n    vrrp_vmac_garp_intvl 5 # kept\n}\n'
  const before = `${old}${good}include part.conf\n`
  const written = folder.write('old.conf', before)
  const part = folder.write('part.conf', old)
  const shown = kac(['lint', '--diff', 'old.conf'])
  expect(shown.stdout).toContain('-    vrrp_vmac_garp_intvl 5 # kept\n+    vrrp_garp_extra_if 5 # kept\n')
  expect(readFileSync(written, 'utf8')).toBe(before)
  const fixed = kac(['lint', '--fix', 'old.conf'])
  expect(fixed.stderr).toBe('kac: part.conf is not among the paths given, and is left as it is\n')
  expect(fixed.stdout).not.toContain('old.conf:2:5: warning')
  expect(fixed.stdout).toContain('part.conf:2:5: warning bind/deprecated')
  expect(readFileSync(written, 'utf8')).toBe(before.replace('vmac_garp_intvl', 'garp_extra_if'))
  expect(readFileSync(part, 'utf8')).toBe(old)
  expect(kac(['lint', '--fix', 'old.conf', 'part.conf'])).toMatchObject({ status: 0, stderr: '' })
  expect(kac(['lint', '--diff', 'old.conf', 'part.conf'])).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(kac(['lint', '--fix', '-'], { input: old }).status).toBe(64)
})

test('text, JSON and exit code of a fleet, and of explain, come from one value', () => {
  for (const host of ['a', 'b']) folder.write(`pair/hosts/${host}/keepalived.conf`, good)
  const text = kac(['lint', '--strict', 'pair'])
  const json = kac(['lint', '--strict', '--json', 'pair'])
  const { findings, hosts, virtualRouters, summary } = JSON.parse(json.stdout)
  expect([text.status, json.status, summary.warning]).toEqual([1, 1, 1])
  expect(hosts).toEqual(['a', 'b'])
  expect(virtualRouters).toEqual(JSON.parse(kac(['lint', '--routers', 'json', 'pair']).stdout))
  for (const { file, line, column, severity, code } of findings) {
    expect(text.stdout).toContain(`${file}:${line}:${column}: ${severity} ${code}: `)
  }
  const page = kac(['explain', 'fleet/equal-priority'])
  const { finding } = JSON.parse(kac(['explain', '--json', 'fleet/equal-priority']).stdout)
  expect(page.stdout).toContain(`${finding.code} (${finding.severity}: `)
  expect(page.stdout).toContain(finding.doc.instead)
  expect(kac(['explain', '--json', 'no-such-code']).status).toBe(kac(['explain', 'no-such-code']).status)
})

test('without the addon all is judged but patterns, which nobody knows then', () => {
  const built = new URL('..', import.meta.url).pathname
  for (const part of ['package.json', 'dist/bundle'])
    cpSync(`${built}${part}`, `${folder.path}/copy/${part}`, { recursive: true })
  const example = allRules.find(({ code }) => code === 'lint/bad-pattern')?.doc.example ?? ''
  const file = folder.write('pattern.conf', example.replace('delay_loop', 'retyr 1\ndelay_loop'))
  const lint = (main: string) => spawnSync(process.execPath, [main, 'lint', file], { encoding: 'utf8' }).stdout
  expect(lint(`${built}dist/bundle/main.js`)).toContain('2 errors')
  expect(lint(`${folder.path}/copy/dist/bundle/main.js`)).toContain('1 error')
})
