import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { hostPrograms } from '../src/host/index.ts'
import type { Program, ProgramEnd, ProgramVerdict } from '../src/programs/index.ts'
import { needs } from './support/needs.ts'
import { until } from './support/until.ts'

const folder = mkdtempSync(`${tmpdir()}/kac-programs-`)
afterAll(() => rmSync(folder, { recursive: true }))

interface FileOptions {
  readonly mode?: number
  readonly text?: string
  readonly owner?: number
}

function file(name: string, { mode = 0o755, text = '#!/bin/sh\n', owner }: FileOptions = {}): string {
  const path = `${folder}/${name}`
  writeFileSync(path, text)
  chmodSync(path, mode)
  if (owner !== undefined) chownSync(path, owner, 0)
  return path
}

const lenient = { strict: false, keepSymlinks: false, allGroups: false, umask: 0o177 }
const strict = { ...lenient, strict: true, user: 'root' }

function show(verdict: ProgramVerdict): string {
  if (verdict.kind === 'refused') return `refused: ${verdict.reason}`
  const { program, warnings } = verdict
  const text = `${program.file} (${program.argv.join(' ')}) as ${program.uid}:${program.gid}`
  return [text, ...warnings].join('; ').replaceAll(folder, 'DIR')
}

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

describe('which programs may run, and how', needs('root'), () => {
  const check = (argv: readonly string[], rules = lenient, account = {}) =>
    show(hostPrograms.check({ argv, ...account }, rules)).replaceAll(folder, 'DIR')

  test('a script with a #! line, with its arguments', () => {
    expect(check([file('good'), 'a', 'b c'])).toBe('DIR/good (DIR/good a b c) as 0:0')
  })

  test.each([
    ['a name alone', ['true'], /^\/\S+ \(true\) as 0:0; true was found as \/usr\/bin\/true: write the whole path$/],
    ['a name that is nowhere', ['no-such-program'], 'refused: no-such-program is not in the search path'],
    ['a path that is nowhere', ['/no/such'], 'refused: /no/such: ENOENT'],
    ['a byte 0', ['/usr/bin/true', 'a\0b'], 'refused: /usr/bin/true has a byte 0 in it'],
    ['a folder', ['/usr'], 'refused: /usr is not a file'],
    ['a redirection', ['</dev/tcp', 'x'], '/bin/sh (sh -c </dev/tcp x) as 0:0'],
    ['a file in a folder that is a link', ['/bin/true'], /^\/usr\/bin\/\S+ \(\/bin\/true\) as 0:0$/],
  ])('%s', (_, argv, expected) => {
    expect(check(argv, strict)).toMatch(expected)
  })

  test.each([
    ['without a #! line', { text: 'exit 0\n' }, '/bin/sh (sh DIR/f) as 0:0; DIR/f has no #! line: the shell runs it'],
    ['not executable', { mode: 0o644 }, 'refused: DIR/f is not executable for uid 0 and gid 0'],
    ['that others may write to', { mode: 0o757 }, 'DIR/f (DIR/f) as 0:0; others than root may write to DIR/f'],
    ['that belongs to somebody', { owner: 65534 }, 'DIR/f (DIR/f) as 0:0; DIR/f does not belong to root'],
  ])('a file %s', (_, options, expected) => {
    expect(check([file('f', options)])).toBe(expected)
  })

  test('what somebody could replace is not run as root where that is asked for, and is run as somebody else', () => {
    const path = file('open-to-all', { mode: 0o757 })
    chmodSync(folder, 0o755)
    expect(check([path], strict)).toBe('refused: others than root may write to DIR/open-to-all')
    expect(check([path], strict, { user: 'nobody', group: 'nogroup' })).toMatch(
      /^DIR\/open-to-all \(DIR\/open-to-all\) as 65534:\d+$/,
    )
  })

  test('a link is followed, and a link into an unsafe folder is as unsafe', () => {
    mkdirSync(`${folder}/open`, { mode: 0o777 })
    chmodSync(`${folder}/open`, 0o777)
    writeFileSync(`${folder}/open/f`, '#!/bin/sh\n', { mode: 0o755 })
    symlinkSync(`${folder}/open/f`, `${folder}/link`)
    expect(check([`${folder}/link`], strict)).toBe('refused: others than root may write to DIR/open')
    symlinkSync(file('good'), `${folder}/to-good`)
    expect(check([`${folder}/to-good`], strict)).toBe('DIR/good (DIR/to-good) as 0:0')
    expect(check([`${folder}/to-good`], { ...strict, keepSymlinks: true })).toBe('DIR/to-good (DIR/to-good) as 0:0')
  })

  test.each([
    [lenient, { user: 'no-such-user' }, 'refused: there is no user no-such-user'],
    [lenient, { user: 'root', group: 'no-such-group' }, 'refused: there is no group no-such-group'],
    [{ ...lenient, user: 'nobody', group: 'root' }, {}, /as 65534:0$/],
    [{ ...lenient, user: 'nobody', group: 'root' }, { user: 'root' }, /as 0:0$/],
    [
      { ...lenient, strict: true },
      {},
      'refused: enable_script_security wants a script_user, or a user keepalived_script on this host',
    ],
  ])('as whom: %j, %j', (rules, account, expected) => {
    expect(check([file('good')], rules, account)).toMatch(expected)
  })
})

describe('running a program', needs('root'), () => {
  const shell = (text: string, as: Partial<Program> = {}): Program => ({
    file: '/bin/sh',
    argv: ['sh', '-c', text],
    uid: 0,
    gid: 0,
    umask: 0o177,
    ...as,
  })
  const run = (program: Program, args: readonly string[] = []) =>
    new Promise<ProgramEnd>((resolve) => hostPrograms.start({ program, args, listen: true }, resolve))

  test.each([
    ['exit 0', { success: true, status: 0, how: 'exit code 0', lastLine: '' }],
    ['exit 7', { success: false, status: 7, how: 'exit code 7', lastLine: '' }],
    ['echo one; echo two >&2; exit 1', { success: false, status: 1, how: 'exit code 1', lastLine: 'two' }],
    ['kill -SEGV $$', { success: false, how: 'killed by SIGSEGV', lastLine: '' }],
    ['sleep 3 & echo left one behind', { success: true, status: 0, how: 'exit code 0', lastLine: 'left one behind' }],
  ])('%s', async (text, expected) => {
    const ended = await run(shell(text))
    expect(ended).toEqual(expected)
  })

  test('one that cannot be started', async () => {
    const program = { ...shell(''), file: '/no/such', argv: ['/no/such'] }
    const lastLine = 'cannot run /no/such: No such file or directory'
    expect(await run(program)).toEqual({ success: false, status: 127, how: 'exit code 127', lastLine })
  })

  test('it is told its arguments, runs as its user without further groups, and without what could change it', async () => {
    process.env.LD_LIBRARY_PATH = '/somewhere'
    const text = 'echo "$0 $1 $2 $(id -u) $(id -G) ${LD_LIBRARY_PATH-unset}"'
    const program = { ...shell(text, { uid: 65534, gid: 65534 }), argv: ['sh', '-c', text, 'INSTANCE'] }
    const { lastLine } = await run(program, ['a name', 'MASTER'])
    delete process.env.LD_LIBRARY_PATH
    expect(lastLine).toBe('INSTANCE a name MASTER 65534 65534 unset')
  })

  test('what it writes has the permissions that umask leaves', async () => {
    expect(await run(shell('umask', { umask: 0o027 }))).toMatchObject({ lastLine: '0027' })
  })

  test('with set_supplementary_groups it has all groups of its user', async () => {
    const members = readFileSync('/etc/group', 'utf8').match(/[^:,\n]+$/gm) ?? []
    for (const user of ['root', ...members]) {
      const verdict = hostPrograms.check({ argv: ['/usr/bin/id', '-G'], user }, { ...lenient, allGroups: true })
      if (verdict.kind === 'refused') throw new Error(verdict.reason)
      const groups = execFileSync('id', ['-G', user], { encoding: 'utf8' }).trim()
      expect(await run(verdict.program)).toMatchObject({ success: true, lastLine: groups })
    }
  })

  test('it ends with the daemon, even where that is killed', async () => {
    const path = `${folder}/orphan`
    const program = shell(`echo $$ > ${path}.new && mv ${path}.new ${path}; exec sleep 60`)
    const host = new URL('../src/host/index.ts', import.meta.url)
    const text = `import { hostPrograms } from '${host}'
      hostPrograms.start({ program: ${JSON.stringify(program)}, args: [], listen: false }, () => {})`
    const daemon = spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: 'inherit' })
    await until(() => existsSync(path), { within: 5000, what: 'it runs' })
    const pid = Number(readFileSync(path, 'utf8'))
    expect(isThere(pid)).toBe(true)
    daemon.kill('SIGKILL')
    await until(() => !isThere(pid), { within: 5000, what: 'it has ended' })
  })

  test('a signal reaches all that it started', async () => {
    const path = `${folder}/pids`
    const { promise, resolve } = Promise.withResolvers<ProgramEnd>()
    const text = `sleep 60 & echo $! > ${path}.new && mv ${path}.new ${path}; wait`
    const running = hostPrograms.start({ program: shell(text), args: [], listen: true }, resolve)
    await until(() => existsSync(path), { within: 5000, what: 'it runs' })
    running.signal('SIGTERM')
    expect(await promise).toMatchObject({ success: false, how: 'killed by SIGTERM' })
    const child = Number(readFileSync(path, 'utf8'))
    await until(() => !isThere(child), { within: 5000, what: 'its child has ended' })
  })
})
