import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { derived, type Level, language, type Row } from '../grammar/index.ts'
import { needsShared, shared } from './support/language/shared.ts'

interface Reference {
  readonly path: readonly string[]
  readonly keyword: string
  readonly kind: 'leaf' | 'block' | 'list'
  readonly args: readonly { readonly min?: number; readonly max?: number }[]
  readonly on_repeat: string
  readonly since: string
  readonly feature?: string
  readonly touches: readonly string[]
}

const folder = 'reference/grammar/'

/** By path. A few keywords have a row for each form that they take; the last has all that they touch. */
function reference(): Map<string, Reference> {
  const facts = ['global', 'vrrp', 'lvs', 'bfd'].flatMap((name): Reference[] =>
    JSON.parse(readFileSync(`${shared}${folder}${name}.json`, 'utf8')),
  )
  const named = facts.filter(({ keyword }) => keyword !== '')
  return new Map(named.map((fact) => [[...fact.path, fact.keyword].join('/'), fact]))
}

interface Known {
  readonly path: string
  readonly row: Row
  readonly opens: boolean
}

/** All keywords of the table, by path. Options of lines are no keywords of their own. */
function known({ path, rows, blocks }: Level): Known[] {
  const below = (keyword: string) => (path === '' ? keyword : `${path}/${keyword}`)
  return [
    ...[...rows.values()]
      .filter(({ keyword }) => keyword !== '')
      .map((row) => ({ path: below(row.keyword), row, opens: blocks.has(row.keyword) })),
    ...[...blocks].filter(([keyword]) => rows.get(keyword)?.kind !== 'list').flatMap(([, inner]) => known(inner)),
  ]
}

const all = known(language)
const rows = all

describe('the table and the reference', needsShared(folder), () => {
  test('have the same keywords, which open blocks in both', () => {
    const ours = all.map(({ path, opens }) => `${path}${opens ? ' {}' : ''}`).sort()
    const theirs = [...reference()].map(([path, { kind }]) => `${path}${kind === 'leaf' ? '' : ' {}'}`).sort()
    expect(ours).toEqual(theirs)
  })

  test('agree on the release that brought a keyword, what it needs and what it touches', () => {
    const ours = rows.map(({ path, row: { facts: own } }) => ({
      path,
      since: own.since,
      feature: own.feature,
      touches: [...(own.touches ?? [])].sort(),
    }))
    const facts = reference()
    const theirs = rows.map(({ path }) => {
      const { since = '', feature, touches = [] } = facts.get(path) ?? {}
      return { path, since: since.replace(' or earlier', ''), feature, touches: [...touches].sort() }
    })
    expect(ours).toEqual(theirs)
  })

  test('agree on the kind of each row', () => {
    const facts = reference()
    // The group's lines are addresses or begin with fwmark; a block with a row for other lines has both.
    const kindOf = (path: string) => (path === 'virtual_server_group' ? 'block' : facts.get(path)?.kind)
    expect(rows.map(({ path, row }) => `${path} ${row.kind}`)).toEqual(
      rows.map(({ path }) => `${path} ${kindOf(path)}`),
    )
  })
})

describe('the table', () => {
  test('has documentation for every row, in a sentence', () => {
    const poor = rows.filter(({ row }) => !/^[A-Z0-9].{10,}\.$/.test(row.facts.doc))
    expect(poor.map(({ path }) => path)).toEqual([])
  })

  test('has defaults that their own type prints and reads', () => {
    const bad = rows.flatMap(({ path, row }) => {
      if (row.kind !== 'leaf' || row.facts.default === undefined || row.facts.default === derived) return []
      return typeof row.type.print(row.facts.default) === 'string' ? [] : [path]
    })
    expect(bad).toEqual([])
  })

  test('names no keyword twice in a block', () => {
    const seen = all.map(({ path }) => path)
    expect(seen.filter((path, index) => seen.indexOf(path) !== index)).toEqual([])
  })
})
