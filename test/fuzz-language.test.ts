import fc from 'fast-check'
import { describe, test } from 'vitest'
import { type Level, language, type Row } from '../grammar/index.ts'
import { Chance, dictionary, mutated, seeds, targets } from './support/fuzz/index.ts'

/** The targets of scripts/fuzz-language.ts, each of which throws where something does not hold that must for any text. */
const all = Object.entries(targets)

/** All that fuzzing begins with, among it all that it ever broke. */
test.for(all)('what fuzzing begins with passes %s', ([name, target]) => {
  for (const text of seeds(name)) target(text)
})

const words = dictionary()

/** Values that some keyword takes, and some that none does. */
const value = fc.oneof(
  fc.constantFrom(...words.filter((word) => /^[^\s{}"#!$~@\\]+$/.test(word))),
  fc.nat().map(String),
)

/** A keyword as the table has it: mostly as many words as it takes, and what its block may hold. */
function entry(row: Row, level: Level): fc.Arbitrary<string> {
  const type = row.kind === 'leaf' ? row.type : row.head
  const complete = type.complete?.({ interfaces: ['eth0'], namesOf: () => ['a'] }) ?? []
  const own = complete.length > 0 ? fc.oneof(value, fc.constantFrom(...complete)) : value
  const fewest = Math.min(type.arity[0], 4)
  const given = fc.array(own, { minLength: fewest, maxLength: Math.min(fewest + 2, Math.max(fewest, type.arity[1])) })
  const line = given.map((args) => [row.keyword, ...args].filter((word) => word !== '').join(' '))
  const inner = level.blocks.get(row.keyword)
  if (row.kind === 'leaf' || !inner) return line
  const body = row.kind === 'list' ? fc.array(own, { maxLength: 3 }).map((heads) => heads.join('\n')) : entries(inner)
  const head = row.kind === 'list' ? fc.constant(row.keyword) : line
  return fc.tuple(head, body).map(([start, inside]) => `${start} {\n${inside}\n}`)
}

function entries(level: Level): fc.Arbitrary<string> {
  const rows = [...level.rows.values()]
  if (rows.length === 0) return fc.constant('')
  const one = fc.nat(rows.length - 1).chain((index) => entry(rows[index] as Row, level))
  return fc.array(one, { maxLength: 6 }).map((lines) => lines.join('\n'))
}

const texts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'configurations out of the table': entries(language),
  'words of the language in any order': fc
    .array(fc.constantFrom(...words), { maxLength: 60 })
    .map((all) => all.join(' ')),
  'bytes in any order': fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  'fixtures and examples with parts changed': fc
    .tuple(fc.constantFrom(...seeds('read')), fc.constantFrom(...seeds('read')), fc.nat())
    .map(([text, other, seed]) => mutated(text, other, words, new Chance(seed))),
}

describe.for(Object.entries(texts))('%s', ([, text]) => {
  test.for(all)('pass %s', ([, target]) => {
    fc.assert(
      fc.property(text, (one) => target(one)),
      { numRuns: 150 },
    )
  })
})
