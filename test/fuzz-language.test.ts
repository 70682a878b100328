import { describe, test } from 'vitest'
import { seeds, targets } from './support/fuzz/index.ts'

/** Each target of scripts/fuzz-language.ts over all that fuzzing begins with, among it all that fuzzing ever broke. */
describe('what fuzzing begins with', () => {
  test.for(Object.entries(targets))('passes the target %s', ([name, target]) => {
    for (const text of seeds(name)) target(text)
  })
})
