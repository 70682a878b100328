import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kacVersion } from '../src/base/index.ts'
import { commandFolder, good, password, program } from './support/command.ts'

/** The commands as a user meets them: the built program, its text, its JSON and its exit codes. */

const folder = commandFolder({
  'good.conf': good,
  'bad.conf': good.replace('virtual_router_id', 'virtual_router_idd'),
  'warned.conf': good.replace('interface', `${password}\n    interface`),
})
const { kac } = folder

test('the version is that of package.json', () => {
  expect(kacVersion).toBe(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version)
  expect(kac(['--version'])).toEqual({ status: 0, stdout: `${kacVersion}\n`, stderr: '' })
})

describe('exit codes', () => {
  test.for([
    ['a good file', ['lint', 'good.conf'], 0],
    ['a file with errors', ['lint', 'bad.conf'], 1],
    ['warnings', ['lint', 'warned.conf'], 0],
    ['warnings that count', ['lint', '--strict', 'warned.conf'], 1],
    ['a missing file', ['lint', 'gone.conf'], 1],
    ['a code to explain', ['explain', 'lint/shared-address'], 0],
    ['a keyword to explain', ['explain', 'vrrp_instance/priority'], 0],
    ['something that is neither', ['explain', 'prioriti'], 64],
    ['an unknown format', ['lint', '--format', 'xml', 'good.conf'], 64],
    ['errors that are not selected', ['lint', '--select', 'lint', 'bad.conf'], 0],
    ['a folder without configurations', ['lint', '/dev'], 64],
    ['keywords that a release knows', ['lint', '--target-version', '2.2.7', 'good.conf'], 0],
    ['a release that is none', ['lint', '--target-version', 'new', 'good.conf'], 64],
    ['an unknown command', ['lnt'], 64],
    ['an unknown option', ['lint', '--colour'], 64],
    ['a bad assumption', ['plan', '-f', 'good.conf', '--assume', 'VI_1'], 64],
    ['an unknown router to assume', ['plan', '-f', 'good.conf', '--assume', 'VI_9=master'], 64],
    ['a file and a repository', ['daemon', '-f', 'good.conf', '--repo', 'x'], 64],
    ['help', ['--help'], 0],
    ['no engine', ['status', '--run-dir', '/nonexistent'], 1],
    ['no router of that name', ['why', 'VI_9', '--run-dir', '/nonexistent'], 1],
  ] as const)('%s: %j', ([, args, status]) => {
    const ran = kac(args)
    expect(ran.status, ran.stdout + ran.stderr).toBe(status)
  })
})

test('who asks where nobody answers is told of the places of this host where somebody may', () => {
  const runDir = join(folder.path, 'run')
  for (const place of ['blue', 'empty']) mkdirSync(join(runDir, place), { recursive: true })
  writeFileSync(join(runDir, 'blue', 'engine.sock'), '')
  const told = `another place of this host may be meant: --run-dir ${runDir}/blue\n`
  expect(kac(['status', '--run-dir', runDir])).toMatchObject({ status: 1, stderr: told })
  expect(kac(['why', 'VI_9', '--run-dir', runDir]).stderr).toBe(
    `${told}kac: nothing called "VI_9" runs here; there are: none\n`,
  )
})

test('text, JSON and exit code of lint come from the same findings', () => {
  for (const file of ['good.conf', 'bad.conf', 'warned.conf']) {
    const text = kac(['lint', file])
    const json = kac(['lint', '--json', file])
    const { formatVersion, findings, summary } = JSON.parse(json.stdout)
    expect([formatVersion, json.status]).toEqual([1, text.status])
    expect(text.status).toBe(summary.error > 0 ? 1 : 0)
    for (const { code, line, column, severity } of findings) {
      expect(text.stdout).toContain(`${file}:${line}:${column}: ${severity} ${code}: `)
    }
  }
})

test.for([
  ['plan', ['-f', 'bad.conf'], 1, 'bad-configuration', /keepalived would refuse this file/],
  ['plan', ['-f', 'good.conf', '--assume', 'VI_9=master'], 64, 'usage', /VI_9/],
  ['why', ['VI_9', '--run-dir', '/nonexistent'], 1, 'unknown-router', /nothing called "VI_9"/],
] as const)('%s --json %j: what goes wrong is a document too', ([command, args, status, code, message]) => {
  const ran = kac([command, '--json', ...args])
  const document = JSON.parse(ran.stdout)
  expect(document).toEqual({ formatVersion: 1, kacVersion, error: { code, message: expect.stringMatching(message) } })
  expect(ran.status).toBe(status)
  expect(ran.stderr).toContain(`kac: ${document.error.message}\n`)
})

test('findings are annotations where GitHub runs kac, unless another format is asked for', () => {
  const env = { GITHUB_ACTIONS: 'true' }
  expect(kac(['lint', 'bad.conf'], { env }).stdout).toMatch(/^::error file=bad.conf,line=\d+/m)
  expect(kac(['lint', '--format', 'gcc', 'bad.conf'], { env }).stdout).toMatch(/^bad.conf:\d+:\d+: error: /m)
})

test('fmt checks, shows and rewrites, and then has nothing to do', () => {
  const path = join(folder.path, 'untidy.conf')
  const untidy = 'global_defs{\nrouter_id lb1 # \xe9\n}\n'
  writeFileSync(path, untidy, 'latin1')
  expect(kac(['fmt', '--check', 'untidy.conf'])).toMatchObject({ status: 1, stdout: 'untidy.conf is not formatted\n' })
  expect(kac(['fmt', '--diff', 'untidy.conf'])).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('+global_defs {'),
  })
  expect(readFileSync(path, 'latin1')).toBe(untidy)
  expect(kac(['fmt', 'untidy.conf'])).toEqual({ status: 0, stdout: '', stderr: '' })
  expect(readFileSync(path, 'latin1')).toBe('global_defs {\n    router_id lb1 # \xe9\n}\n')
  expect(kac(['fmt', '--check', 'untidy.conf']).status).toBe(0)
  expect(kac(['fmt', '-'], { input: 'a{\n}\n' }).stdout).toBe('a {\n}\n')
  expect(kac(['fmt', 'gone.conf']).status).toBe(1)
})

test('fmt shows no secret', () => {
  writeFileSync(join(folder.path, 'secret.conf'), 'vrrp_instance A{\nauthentication{\nauth_pass hunter2\n}\n}\n')
  const { stdout } = kac(['fmt', '--diff', 'secret.conf'])
  expect(stdout).toContain('\n-auth_pass *******\n')
  expect(stdout).toContain('\n+        auth_pass *******\n')
})

test('compile prints what a file comes to, and no secret', () => {
  const split =
    '$IF=eth7\n@lb1 vrrp_instance A {\n@lb2 vrrp_instance B {\ninterface $IF\nvirtual_router_id 5\nauthentication {\nauth_type PASS\nauth_pass abc123\n}\n}\n'
  const text = kac(['compile', '-f', '-', '-i', 'lb2'], { input: split })
  expect(text).toEqual({
    status: 0,
    stderr: '',
    stdout: [
      'vrrp_instance B {',
      '    interface eth7',
      '    virtual_router_id 5',
      '    authentication {',
      '        auth_type PASS',
      '        auth_pass ********',
      '    }',
      '}',
      '',
    ].join('\n'),
  })
  const { status, stdout } = kac(['compile', '--json', '-f', '-', '-i', 'lb2'], { input: split })
  const { config, formatVersion } = JSON.parse(stdout)
  expect([status, formatVersion]).toEqual([0, 1])
  expect(config.vrrpInstances[0]).toMatchObject({
    name: 'B',
    virtualRouterId: 5,
    spans: { virtualRouterId: 'stdin:5:19' },
  })
  expect(stdout).not.toContain('abc123')
  expect(kac(['compile', '--json', '-f', 'bad.conf']).status).toBe(1)
})

test('a release is asked whether it knows the keywords', () => {
  const input = good.replace('interface eth0', 'interface eth0\n    v3_checksum_as_v2 on')
  expect(kac(['lint', '-', '--format', 'gcc', '--target-version', '2.2.7'], { input }).stdout).toContain(
    'v3_checksum_as_v2 came with keepalived 2.2.8, and 2.2.7 does not know it [lint/newer-keyword]',
  )
  expect(kac(['lint', '-', '--target-version', '2.2.8'], { input }).status).toBe(0)
})

test('explain says what it might have been', () => {
  expect(kac(['explain', 'prioriti']).stderr).toBe('kac: nothing is called "prioriti"; did you mean "priority"?\n')
  expect(kac(['explain', 'vrrp_instance/priority']).stdout).toMatch(/1 to 255/)
})

test('standard input is a file, under the name it is given', () => {
  const { status, stdout } = kac(['lint', '-', '--stdin-filename', 'lb1.conf'], {
    input: good.replace('virtual_router_id', 'virtual_router_idd'),
  })
  expect(status).toBe(1)
  expect(stdout).toContain('lb1.conf:3:5: error')
})

test('options can come from the environment', () => {
  expect(kac(['lint', 'warned.conf'], { env: { KAC_STRICT: '1' } }).status).toBe(1)
})

test('there is colour on a terminal only, unless it is asked for, and NO_COLOR is obeyed there', () => {
  const onTerminal = (env: Record<string, string>) =>
    spawnSync('script', ['-qec', `${program} lint bad.conf`, '/dev/null'], {
      cwd: folder.path,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ...env },
    }).stdout
  const red = '\x1b[31merror'
  expect(kac(['lint', 'bad.conf']).stdout).not.toContain('\x1b')
  expect(kac(['--color', 'always', 'lint', 'bad.conf']).stdout).toContain(red)
  expect(onTerminal({})).toContain(red)
  expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\x1b')
})

const commands = [
  'lint',
  'fmt',
  'explain',
  'facts',
  'compile',
  'schema',
  'plan',
  'apply',
  'daemon',
  'status',
  'why',
  'completion',
]

test.for(commands)('every option of kac %s can come from the environment', (command) => {
  const options = kac([command, '--help'])
    .stdout.split(/^ {2}(?=-)/m)
    .slice(1)
  const without = options
    .map((text) => text.replaceAll(/\s+/g, ' '))
    .filter((text) => !/\(.*env: KAC_[A-Z_]+\)/.test(text))
  expect(without).toEqual([expect.stringContaining('-h, --help')])
})

test.for(commands)('kac %s --help fits a screen and begins with examples', (command) => {
  const { status, stdout } = kac([command, '--help'])
  expect(status).toBe(0)
  expect(stdout.split('\n').length).toBeLessThan(60)
  expect(stdout).toMatch(new RegExp(`^  kac ${command}`))
})

test.for(['bash', 'zsh', 'fish'] as const)('completion for %s knows every command and its options', (shell) => {
  const { status, stdout } = kac(['completion', shell])
  expect(status).toBe(0)
  for (const command of commands) expect(stdout).toContain(command)
  expect(stdout).toContain('assume')
})

test('bash completes commands and options', () => {
  const script = kac(['completion', 'bash']).stdout
  const complete = (...words: string[]) => {
    const ask = `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _kac; echo "\${COMPREPLY[@]}"`
    return spawnSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' }).stdout.trim()
  }
  expect(complete('kac', 'da')).toBe('daemon')
  expect(complete('kac', 'plan', '--ass')).toBe('--assume')
  expect(complete('kac', 'lint', '--format', 'j')).toBe('json junit')
  expect(complete('kac', 'completion', "''")).toBe('bash zsh fish')
  expect(complete('kac', 'lint', '--strict', '/etc/host')).toContain('/etc/hosts')
})

test('apply asks only on a terminal, and says which flag goes without', () => {
  const { status, stderr } = kac(['apply', '-f', 'good.conf', '--assume', 'VI_1=master', '--run-dir', '/nonexistent'])
  expect([1, 3]).toContain(status)
  expect(stderr).toMatch(/--yes|can not be carried out/)
})
