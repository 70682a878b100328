import { cidr } from './address.ts'
import { flag, oneOf } from './flag.ts'
import { I32 } from './int.ts'
import { options } from './options.ts'
import { numbered } from './route-metric.ts'
import { interfaceName } from './text.ts'
import type { ValueType } from './value.ts'

/** The MAC address of a virtual router: six octets, or five that the router id follows. */
export function virtualMac(): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const octets = word.text.split(':')
      const fits = (octets.length === 5 || octets.length === 6) && octets.every((one) => /^[0-9a-fA-F]{1,2}$/.test(one))
      const isGroup = Number.parseInt(octets[0] ?? '', 16) % 2 === 1
      const isReserved = /^0?0:0?0:5e:0?0:0?[12]/i.test(word.text)
      if (fits && !isGroup && !isReserved) return word.text.toLowerCase()
      cx.report('bind/bad-mac', { text: word.text }, word)
      return undefined
    },
    print: String,
    describe: () => 'a MAC address',
    json: () => ({ type: 'string', pattern: '^([0-9a-f]{1,2}:){4,5}[0-9a-f]{1,2}$' }),
  }
}

/** A group of interfaces (IFLA_GROUP). */
const group = numbered({ default: 0 }, { max: I32, file: 'group' })

/** A macvlan: its name, its MAC address and its group, all optional. */
export function vmac() {
  return options({
    named: { group, netlink_notify_msg: flag() },
    unnamed: {
      mac: { type: virtualMac(), fits: (word: string) => word.includes(':') },
      name: { type: interfaceName(), fits: (word: string) => !word.includes(':') },
    },
  })
}

const types = ['bridge', 'private', 'vepa'] as const

function looksLikeAddress(word: string): boolean {
  return /^[0-9a-fA-F]*[.:]|\//.test(word)
}

/** An ipvlan: its name, an address, a type and its group, all optional. */
export function ipvlan() {
  return options({
    named: { group },
    unnamed: {
      type: { type: oneOf(types), fits: (word: string) => types.some((type) => type === word) },
      source: { type: cidr(), fits: looksLikeAddress },
      name: { type: interfaceName(), fits: (word: string) => !looksLikeAddress(word) },
    },
  })
}
