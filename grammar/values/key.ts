import { Secret } from '../../src/base/index.ts'
import { int } from './int.ts'
import { hidden, record } from './json.ts'
import { printWord } from './text.ts'
import type { ValueType } from './value.ts'

export interface Key {
  readonly id: number
  /** As written: the bytes themselves, `hex:` and digits, or `file:` and a path. */
  readonly key: Secret
}

const LEAST = 32
const MOST = 64

export function keyId(): ValueType<number> {
  return int({ min: 1, max: 255 })
}

/** A number and a key of 32 to 64 bytes. */
export function hmacKey(): ValueType<Key> {
  const number = keyId()
  return {
    arity: [2, 2],
    secret: true,
    read([first, word], cx) {
      const id = first && number.read([first], cx)
      if (id === undefined || !word) return undefined
      if (isKey(word.text)) return { id, key: new Secret(word.text) }
      cx.report('bind/bad-key', { id }, word)
      return undefined
    },
    print: ({ id, key }) => `${id} ${printWord(key.reveal())}`,
    describe: () => 'a number from 1 to 255 and 32 to 64 bytes, as they are, after hex: or in a file after file:',
    complete: () => ['hex:', 'file:'],
    json: () => record({ id: number.json(), key: hidden }),
  }
}

function isKey(text: string): boolean {
  if (text.startsWith('file:')) return true
  if (!text.startsWith('hex:')) return fits(new TextEncoder().encode(text).length)
  return /^hex:([0-9a-fA-F]{2})*$/.test(text) && fits((text.length - 4) / 2)
}

function fits(bytes: number): boolean {
  return bytes >= LEAST && bytes <= MOST
}
