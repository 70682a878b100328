import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, test } from 'vitest'
import { hostNumberFiles } from '../src/host/index.ts'
import { until } from './support/until.ts'

const folder = mkdtempSync(`${tmpdir()}/kac-files-`)
afterAll(() => rmSync(folder, { recursive: true }))

const within = 5000

test('a file is followed when it is written, replaced and removed, and when its folder goes and comes back', async () => {
  const path = `${folder}/watched/number`
  mkdirSync(`${folder}/watched`)
  let last: string | undefined = 'nothing yet'
  const watching = hostNumberFiles.watch(path, (content) => {
    last = content
  })
  const becomes = (content: string | undefined) => until(() => last === content, { within, what: () => `${last}` })
  await becomes(undefined)
  writeFileSync(path, '1\n')
  await becomes('1\n')
  writeFileSync(`${path}.new`, '2\n')
  renameSync(`${path}.new`, path)
  await becomes('2\n')
  rmSync(path)
  await becomes(undefined)
  writeFileSync(path, '3\n')
  await becomes('3\n')
  rmSync(`${folder}/watched`, { recursive: true })
  await becomes(undefined)
  mkdirSync(`${folder}/watched`)
  writeFileSync(path, '4\n')
  await becomes('4\n')
  watching.close()
})

test('a number is written at the start, over another only where that is asked for', () => {
  const path = `${folder}/initial`
  const seen: (string | undefined)[] = []
  const look = () => hostNumberFiles.watch(path, (content) => void seen.push(content)).close()
  hostNumberFiles.initialise(path, '5\n', false)
  look()
  hostNumberFiles.initialise(path, '6\n', false)
  look()
  hostNumberFiles.initialise(path, '7\n', true)
  look()
  expect(seen).toEqual(['5\n', '5\n', '7\n'])
  expect(() => hostNumberFiles.initialise(`${folder}/no/such`, '1\n', true)).toThrow(/cannot write/)
})
