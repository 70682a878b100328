import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Pages that say which test holds what. */

const root = new URL('../', import.meta.url).pathname
const rowsOf = (page: string) =>
  readFileSync(`${root}docs/${page}`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
const held = /^(test|native|src|soak|bench)\//

/** Files that a row names in its last column; one without a folder is in that of the one before. */
function filesOf(row: string): string[] {
  const named = [...(row.split(' | ').at(-1) ?? '').matchAll(/`([\w./-]+)`/g)].map((match) => match[1] ?? '')
  return named.map((name, at) => (held.test(name) ? name : `${named[at - 1]?.replace(/[^/]*$/, '') ?? ''}${name}`))
}

test.for(['differences.md', 'verification.md'])('every row of %s names what holds it, and that is there', (page) => {
  const rows = rowsOf(page).filter((row) => !/^\| (keepalived|claim) \|/.test(row))
  expect(rows.length).toBeGreaterThan(10)
  expect(rows.filter((row) => filesOf(row).length === 0)).toEqual([])
  expect(rows.flatMap(filesOf).filter((file) => !existsSync(root + file))).toEqual([])
})
