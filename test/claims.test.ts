import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Claims } from '../src/desired/claims.ts'

const numbers = (first: bigint, last: bigint) =>
  Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index))

test('whoever claims first has it: what is free of a claim is what nobody has claimed before', () => {
  const number = fc.bigInt(0n, 40n)
  const claim = fc.tuple(fc.constantFrom('a', 'b'), number, number).map(([among, first, more]) => {
    return { among, first, last: first + more }
  })
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 20 }), (all) => {
      const claims = new Claims()
      const taken = { a: new Set<bigint>(), b: new Set<bigint>() }
      for (const { among, first, last } of all) {
        const before = taken[among]
        const free = claims.claim(among, first, last).flatMap((each) => numbers(...each))
        expect(free).toEqual(numbers(first, last).filter((each) => !before.has(each)))
        for (const each of free) before.add(each)
      }
    }),
  )
})
