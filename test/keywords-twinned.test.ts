import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allKeywords, keywordsIn } from './support/language/keywords-in.ts'

/** Every keyword of load balancing stands in a configuration that keepalived and kac run side by side (test/uml). */

const root = new URL('../', import.meta.url).pathname
const folders = ['probes', 'services'].map((name) => `${root}test/fixtures/lvs-twin/${name}/`)
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => folder + name))
const twinned = files.filter((file) => file.endsWith('.conf'))
const run = new Set(twinned.flatMap((file) => [...keywordsIn(readFileSync(file, 'utf8'))]))

/** Keywords that are newer than the keepalived that is run, 2.2.7, and the test that shows them. */
const newer: Readonly<Record<string, string>> = {
  'virtual_server/real_server/HTTP_GET/sni_name': 'test/probes-http.test.ts',
  'virtual_server/real_server/SSL_GET/sni_name': 'test/probes-http.test.ts',
  'virtual_server/real_server/SSL_GET/tls_compliant': 'test/probes-http.test.ts',
  'virtual_server/real_server/SSL_GET/url/tls_compliant': 'test/probes-http.test.ts',
}

const keywords = [...allKeywords()].filter(([path]) => /^(SSL|virtual_server|virtual_server_group)(\/|$)/.test(path))

test('every keyword of load balancing that keepalived 2.2.7 knows is run beside it', () => {
  expect(keywords.length).toBeGreaterThan(230)
  expect(twinned.length).toBeGreaterThanOrEqual(30)
  const missing = keywords.flatMap(([path]) => (run.has(path) || path in newer ? [] : [path]))
  expect(missing, 'put it into a file of test/fixtures/lvs-twin').toEqual([])
})

test('the exceptions are newer, and are shown elsewhere', () => {
  const since = Object.fromEntries(keywords.map(([path, { facts }]) => [path, facts.since]))
  expect(Object.keys(newer).map((path) => since[path])).toEqual([
    'after 2.4.3 (development)',
    'after 2.4.3 (development)',
    '2.2.8',
    '2.2.8',
  ])
  const shown = Object.entries(newer).filter(([path, file]) => {
    const keyword = path.split('/').at(-1) ?? ''
    return existsSync(root + file) && readFileSync(root + file, 'utf8').includes(keyword)
  })
  expect(shown).toEqual(Object.entries(newer))
})
