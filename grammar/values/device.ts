import type { Cidr } from '../../src/base/index.ts'
import type { Word } from '../words.ts'
import { cidr } from './address.ts'
import { options } from './options.ts'
import { text } from './text.ts'
import type { ReadContext, ValueType } from './value.ts'

const NAME_MAX = 15

interface Vmac {
  readonly name?: string
  /** Six octets, or five that the router id follows. */
  readonly mac?: string
}

/** A macvlan: its name, its MAC address and its group, all optional. */
export function vmac() {
  return options<object, { readonly group: ValueType<string>; readonly netlink_notify_msg: ValueType<boolean> }, Vmac>({
    named: { group: text({ what: 'a group of interfaces' }), netlink_notify_msg: constantTrue },
    free: (word, into, cx) => {
      if (word.text.includes(':')) return setMac(word, into, cx)
      return setName(word, into, cx)
    },
  })
}

const constantTrue: ValueType<boolean> = { arity: [0, 0], read: () => true, print: () => '', describe: () => '' }

function setMac(word: Word, into: Record<string, unknown>, cx: ReadContext): boolean {
  const octets = word.text.split(':')
  const fits = (octets.length === 5 || octets.length === 6) && octets.every((one) => /^[0-9a-fA-F]{1,2}$/.test(one))
  const first = Number.parseInt(octets[0] ?? '', 16)
  const reserved = /^0?0:0?0:5[eE]:0?0:0?[12]/.test(word.text)
  if (!fits || first % 2 === 1 || reserved) cx.report('bind/bad-mac', { text: word.text }, word)
  else if (into.mac !== undefined) cx.report('bind/dropped-words', { keyword: cx.keyword, text: word.text }, word)
  else into.mac = word.text.toLowerCase()
  return true
}

function setName(word: Word, into: Record<string, unknown>, cx: ReadContext): boolean {
  if (new TextEncoder().encode(word.text).length > NAME_MAX || word.text.includes('/')) {
    cx.report('bind/too-long', { keyword: cx.keyword, text: word.text, max: NAME_MAX }, word)
  } else if (into.name !== undefined) cx.report('bind/dropped-words', { keyword: cx.keyword, text: word.text }, word)
  else into.name = word.text
  return true
}

interface Ipvlan {
  readonly name?: string
  readonly source?: Cidr
  readonly type?: 'bridge' | 'private' | 'vepa'
}

const types = ['bridge', 'private', 'vepa']
const source = cidr()

/** An ipvlan: its name, an address, a type and its group, all optional. */
export function ipvlan() {
  return options<object, { readonly group: ValueType<string> }, Ipvlan>({
    named: { group: text({ what: 'a group of interfaces' }) },
    free: (word, into, cx) => {
      if (types.includes(word.text)) into.type = word.text
      else if (/^[0-9a-fA-F]*[.:]/.test(word.text) || word.text.includes('/')) {
        const address = source.read([word], cx)
        if (address && into.source) cx.report('bind/dropped-words', { keyword: cx.keyword, text: word.text }, word)
        else if (address) into.source = address
      } else return setName(word, into, cx)
      return true
    },
  })
}
