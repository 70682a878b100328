import type { Ip } from '../../src/base/index.ts'
import { ip, ipSchema } from './address.ts'
import { int, port, U32 } from './int.ts'
import { anyOf, record, string } from './json.ts'
import { printWord, reference } from './text.ts'
import type { ValueType } from './value.ts'

/** One value as a field: what a block or a line begins with. */
export function field<const F extends string, V>(name: F, type: ValueType<V>): ValueType<{ readonly [K in F]: V }> {
  return {
    ...type,
    read: (words, cx) => {
      const value = type.read(words, cx)
      return value === undefined ? undefined : ({ [name]: value } as { [K in F]: V })
    },
    print: (value) => type.print(value[name]),
    json: () => record({ [name]: type.json() }),
  }
}

/** No words at all. */
export function nothing(): ValueType<object> {
  return { arity: [0, 0], read: () => ({}), print: () => '', describe: () => '', json: () => record({}) }
}

/** No words, and a mark that tells blocks of one field apart. */
export function kind<const K extends string>(name: K): ValueType<{ readonly kind: K }> {
  return {
    arity: [0, 0],
    read: () => ({ kind: name }),
    print: () => '',
    describe: () => '',
    json: () => record({ kind: { const: name } }),
  }
}

export interface Endpoint {
  readonly address: Ip
  readonly port?: number
}

const anyPort = int({ min: 0, max: 65535 })

/** An address and maybe a port; a port of 0 counts as none. */
export function endpoint(): ValueType<Endpoint> {
  const address = ip()
  return {
    arity: [1, 2],
    read([first, second], cx) {
      const where = first && address.read([first], cx)
      if (!where) return undefined
      if (!second) return { address: where }
      const number = anyPort.read([second], cx)
      return number === undefined ? undefined : { address: where, ...(number > 0 && { port: number }) }
    },
    print: ({ address: where, port: number }) => (number === undefined ? where : `${where} ${number}`),
    describe: () => 'an address, and maybe a port',
    json: () => record({ address: ipSchema() }, { port: port().json() }),
  }
}

/** What a virtual server answers for. */
export type Service =
  | ({ readonly kind: 'address' } & Endpoint)
  | { readonly kind: 'fwmark'; readonly mark: number }
  /** `mark` is that of its packets, where nftables give them one. */
  | { readonly kind: 'group'; readonly group: string; readonly mark?: number }

const mark = int({ min: 0, max: U32 })
const group = reference('virtual_server_group')

export function service(): ValueType<Service> {
  const at = endpoint()
  return {
    arity: [1, 2],
    read(words, cx) {
      const [form, name] = words
      if (form?.text !== 'fwmark' && form?.text !== 'group') {
        const where = at.read(words, cx)
        return where && { kind: 'address', ...where }
      }
      if (!name) {
        cx.report('bind/missing-argument', { keyword: `${cx.keyword} ${form.text}` }, form)
        return undefined
      }
      if (form.text === 'group') return { kind: 'group', group: name.text }
      const value = mark.read([name], cx)
      return value === undefined ? undefined : { kind: 'fwmark', mark: value }
    },
    print: (value) => {
      if (value.kind === 'address') return at.print(value)
      return value.kind === 'fwmark' ? `fwmark ${mark.print(value.mark)}` : `group ${printWord(value.group)}`
    },
    describe: () => `${at.describe()}; fwmark and a mark; or group and ${group.describe()}`,
    complete: (cx) => ['fwmark', 'group', ...(group.complete?.(cx) ?? [])],
    json: () =>
      anyOf([
        record({ kind: { const: 'address' }, address: ipSchema() }, { port: port().json() }),
        record({ kind: { const: 'fwmark' }, mark: mark.json() }),
        record({ kind: { const: 'group' }, group: string }, { mark: mark.json() }),
      ]),
  }
}

export interface Server {
  readonly host: string
  readonly port?: number
}

const tcpPort = port()

/** A host by name or address, and maybe a port. */
export function server(): ValueType<Server> {
  return {
    arity: [1, 2],
    read([host, second], cx) {
      const number = second && tcpPort.read([second], cx)
      return host && { host: host.text, ...(number !== undefined && { port: number }) }
    },
    print: ({ host, port: number }) => (number === undefined ? printWord(host) : `${printWord(host)} ${number}`),
    describe: () => 'a host, and maybe a port',
    json: () => record({ host: string }, { port: tcpPort.json() }),
  }
}
