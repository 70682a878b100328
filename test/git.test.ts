import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { decodeText } from '../src/base/index.ts'
import { Repository } from '../src/git/index.ts'

let root: string
let origin: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kac-git-'))
  origin = join(root, 'origin')
  mkdirSync(join(root, 'state'))
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', origin])
  commit('one')
})

afterEach(() => rmSync(root, { recursive: true }))

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org']
  return execFileSync('git', ['-C', origin, ...identity, ...args], { encoding: 'utf8' }).trim()
}

function commit(text: string): string {
  writeFileSync(join(origin, 'lb1.conf'), text)
  git('add', '.')
  git('commit', '--quiet', '--message', `make it ${text}`)
  return git('rev-parse', 'HEAD')
}

let removals: number

function repository(ref = 'main', url = origin, limitMillis = 10_000): Repository {
  removals = 0
  return new Repository({
    url,
    ref,
    directory: join(root, 'state'),
    limit: () => AbortSignal.timeout(limitMillis),
    remove: async (directory) => {
      removals++
      rmSync(directory, { recursive: true, force: true })
    },
  })
}

/** The commit that is current, and the text of the file in it. */
function fetch(from: Repository) {
  return from.fetch(async (found, { entries, read }) => {
    const bytes = await read(entries.get('lb1.conf')?.object ?? '')
    return { ...found, text: decodeText(bytes) }
  })
}

test('a branch is followed from commit to commit', async () => {
  const repo = repository()
  expect((await fetch(repo)).text).toBe('one')
  const id = commit('two')
  expect(await fetch(repo)).toEqual({ id, author: 'Ada', subject: 'make it two', text: 'two' })
  expect(removals).toBe(0)
})

test('a force-push to an older commit is followed too', async () => {
  const repo = repository()
  const first = await fetch(repo)
  commit('two')
  await fetch(repo)
  git('reset', '--quiet', '--hard', first.id)
  expect((await fetch(repo)).id).toBe(first.id)
})

test('a tag and a commit id are refs as well', async () => {
  const id = git('rev-parse', 'HEAD')
  git('tag', 'v1')
  commit('two')
  expect((await fetch(repository('v1'))).id).toBe(id)
  expect((await fetch(repository(id))).id).toBe(id)
})

test('bytes come as they are, and a subject without what a terminal would act on', async () => {
  const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xe9])
  writeFileSync(join(origin, 'lb1.conf'), bytes)
  git('commit', '--quiet', '--all', '--message', 'red \x1b[31m')
  await repository().fetch(async ({ subject }, { entries, read }) => {
    expect(Buffer.from(await read(entries.get('lb1.conf')?.object ?? ''))).toEqual(bytes)
    expect(subject).toBe('red \\u{1b}[31m')
  })
})

function mirror(...path: string[]): string {
  return join(root, 'state/mirror.git', ...path)
}

function replaceByFile(path: string): void {
  rmSync(path, { recursive: true })
  writeFileSync(path, '')
}

test.for([
  ['a lock that a killed git left', () => writeFileSync(mirror('refs/kac/next.lock'), '')],
  ['a lock of its configuration', () => writeFileSync(mirror('config.lock'), '')],
  ['a broken configuration', () => writeFileSync(mirror('config'), '[[[')],
  ['a broken HEAD', () => writeFileSync(mirror('HEAD'), '\0\0')],
  ['a file in its place', () => replaceByFile(mirror())],
  [
    'objects that a power cut emptied',
    () => {
      for (const file of readdirSync(mirror('objects'), { recursive: true, encoding: 'utf8' })) {
        if (!/[0-9a-f]{38}$|pack$/.test(file) || statSync(mirror('objects', file)).isDirectory()) continue
        chmodSync(mirror('objects', file), 0o600)
        truncateSync(mirror('objects', file))
      }
    },
  ],
] as const)('a mirror with %s is thrown away and made anew', async ([, damage]) => {
  await fetch(repository())
  const id = commit('two')
  damage()
  const repo = repository()
  expect(await fetch(repo)).toMatchObject({ id, text: 'two' })
  expect(await fetch(repo)).toMatchObject({ id, text: 'two' })
  expect(removals).toBe(1)
})

test('a mirror that vanishes is made anew', async () => {
  const repo = repository()
  await fetch(repo)
  rmSync(mirror(), { recursive: true })
  expect(await fetch(repo)).toMatchObject({ text: 'one' })
})

test('where a new mirror does not help either, it is thrown away less and less often', async () => {
  const repo = repository('main', 'ext::sh -c true')
  const when: number[] = []
  for (let round = 1; round <= 20; round++) {
    const before = removals
    await expect(fetch(repo)).rejects.toMatchObject({ code: 'git-failed' })
    if (removals > before) when.push(round)
  }
  expect(when).toEqual([1, 3, 6, 11, 20])
})

describe('a fetch that does not end', () => {
  /** Runs instead of a program of that name, says its pid and what it says until it is killed. */
  function endless(name: string, heeds: boolean): string {
    const path = join(root, name)
    const body = 'while :; do echo waiting >&2; sleep 0.05; done'
    writeFileSync(path, `#!/bin/sh\necho $$ >> ${root}/pids\n${heeds ? '' : "trap '' INT TERM\n"}${body}\n`)
    chmodSync(path, 0o755)
    return path
  }

  afterEach(() => {
    vi.unstubAllEnvs()
    for (const pid of readFileSync(join(root, 'pids'), 'utf8').trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
  })

  test('is given up, however much is said meanwhile', async () => {
    vi.stubEnv('GIT_SSH_COMMAND', endless('ssh', true))
    await expect(fetch(repository('main', 'ssh://git.example.org/lb.git', 500))).rejects.toMatchObject({
      code: 'git-unreachable',
    })
  })

  test('is left behind where git does not heed a signal', async () => {
    endless('git', false)
    vi.stubEnv('PATH', `${root}:${process.env.PATH}`)
    await expect(fetch(repository('main', origin, 500))).rejects.toMatchObject({ code: 'git-unreachable' })
  })
})

test.for([
  ['an absent branch', 'gone', undefined, 'git-no-ref', /has no "gone"/],
  ['an absent repository', 'main', '/nonexistent/repo', 'git-unreachable', /cannot fetch from \/nonexistent\/repo/],
  ['a transport that runs commands', 'main', 'ext::sh -c true', 'git-failed', /transport 'ext' not allowed/],
] as const)('%s is refused by its code', async ([, ref, url, code, message]) => {
  await expect(fetch(repository(ref, url ?? origin))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

test('what git would take for an option is never handed to it', () => {
  expect(() => repository('--upload-pack=x')).toThrow(/not a repository or ref/)
  expect(() => repository('main', '-c')).toThrow(/not a repository or ref/)
})
