import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

function repository(ref = 'main', url = origin): Repository {
  return new Repository({ url, ref, directory: join(root, 'state'), timeoutMillis: 10_000 })
}

function textOf(directory: string): string {
  return readFileSync(join(directory, 'lb1.conf'), 'utf8')
}

test('a branch is followed from commit to commit, each in a work tree of its own', async () => {
  const repo = repository()
  const first = await repo.fetch()
  const id = commit('two')
  const second = await repo.fetch()
  expect(second).toMatchObject({ id, author: 'Ada', subject: 'make it two' })
  expect([textOf(first.directory), textOf(second.directory)]).toEqual(['one', 'two'])
})

test('a force-push to an older commit is followed too', async () => {
  const repo = repository()
  const first = await repo.fetch()
  commit('two')
  await repo.fetch()
  git('reset', '--quiet', '--hard', first.id)
  expect((await repo.fetch()).id).toBe(first.id)
})

test('a tag and a commit id are refs as well', async () => {
  const id = git('rev-parse', 'HEAD')
  git('tag', 'v1')
  commit('two')
  expect((await repository('v1').fetch()).id).toBe(id)
  expect((await repository(id).fetch()).id).toBe(id)
})

test('a commit once fetched opens without its origin', async () => {
  const { id } = await repository().fetch()
  rmSync(origin, { recursive: true })
  expect(textOf((await repository().open(id)).directory)).toBe('one')
})

test('a work tree that was touched or cut short is put right', async () => {
  const { directory } = await repository().fetch()
  writeFileSync(join(directory, 'lb1.conf'), 'touched')
  writeFileSync(join(directory, 'stray.conf'), 'stray')
  await repository().fetch()
  expect([textOf(directory), existsSync(join(directory, 'stray.conf'))]).toEqual(['one', false])
})

test('a work tree removed by hand is made again', async () => {
  const { directory } = await repository().fetch()
  rmSync(directory, { recursive: true })
  await repository().fetch()
  expect(textOf(directory)).toBe('one')
})

test('keepOnly removes the other work trees', async () => {
  const repo = repository()
  const first = await repo.fetch()
  commit('two')
  const second = await repo.fetch()
  await repo.keepOnly([second.id])
  expect([existsSync(first.directory), existsSync(second.directory)]).toEqual([false, true])
})

test.for([
  ['an absent branch', 'gone', undefined, 'git-no-ref', /has no "gone"/],
  ['an absent repository', 'main', '/nonexistent/repo', 'git-unreachable', /cannot fetch from \/nonexistent\/repo/],
  ['a transport that runs commands', 'main', 'ext::sh -c true', 'git-failed', /transport 'ext' not allowed/],
] as const)('%s is refused by its code', async ([, ref, url, code, message]) => {
  await expect(repository(ref, url ?? origin).fetch()).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})

test('what git would take for an option is never handed to it', () => {
  expect(() => repository('--upload-pack=x')).toThrow(/not a repository or ref/)
  expect(() => repository('main', '-c')).toThrow(/not a repository or ref/)
})
