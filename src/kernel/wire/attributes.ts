import { bug } from '../../base/index.ts'
import * as constants from './constants.ts'
import { NLA_F_NESTED, NLA_TYPE_MASK } from './constants.ts'
import type { Fields, Fixed, Type, ValueOf } from './types.ts'
import { aligned, littleEndian, patchLength, type Writer } from './writer.ts'

/** struct nlattr: length and type, 16 bits each. */
const headerSize = 4

/** Attributes by their kernel names, whose numbers are those of the headers. */
type Table = { readonly [K in keyof typeof constants]?: Type<unknown> }

/**
 * The values of a set. `unknown` keeps what the table does not name, or names otherwise than these bytes are: whole
 * attributes with their headers, written back unchanged.
 */
export type Attributes<T> = { readonly [K in keyof T]?: ValueOf<T[K]> | undefined } & {
  readonly unknown?: readonly Uint8Array[]
}

interface Entry {
  readonly name: string
  readonly number: number
  readonly type: Type<unknown>
}

/** A set of attributes. Nested where it is the type of an attribute. Written in the order of the object's keys. */
export function attributes<const T extends Table>(table: T): Type<Attributes<T>> {
  const entries = Object.entries(table).map(([name, type]): Entry => ({ name, number: numberOf(name), type }))
  const byNumber = new Map(entries.map((entry) => [entry.number, entry]))
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  if (byNumber.size < byName.size) bug(`two attributes of one set have the same number: ${Object.keys(table)}`)
  return {
    nested: true,
    read: (from, start, end) => readSet(byNumber, from, start, end) as Attributes<T> | undefined,
    write: (out, value) => writeSet(byName, out, value),
  }
}

function numberOf(name: string): number {
  return (constants as unknown as Readonly<Record<string, number>>)[name] ?? bug(`no constant ${name}`)
}

function readSet(byNumber: ReadonlyMap<number, Entry>, from: DataView, start: number, end: number): Fields | undefined {
  const fields: Record<string, unknown> = {}
  const unknown: Uint8Array[] = []
  const later: [entry: Entry, start: number, end: number][] = []
  const take = (entry: Entry | undefined, start: number, end: number) => {
    const value = entry?.type.read(from, start + headerSize, end, fields)
    if (entry && value !== undefined) fields[entry.name] = value
    else unknown.push(new Uint8Array(from.buffer, from.byteOffset + start, end - start))
  }
  for (let at = start; at + headerSize <= end; ) {
    const length = from.getUint16(at, littleEndian)
    if (length < headerSize || at + length > end) return undefined
    const entry = byNumber.get(from.getUint16(at + 2, littleEndian) & NLA_TYPE_MASK)
    if (entry?.type.chosenBy === undefined) take(entry, at, at + length)
    else later.push([entry, at, at + length])
    at += aligned(length)
  }
  for (const each of later) take(...each)
  if (unknown.length > 0) fields.unknown = unknown
  return fields
}

function writeSet(byName: ReadonlyMap<string, Entry>, out: Writer, fields: Fields): void {
  for (const name in fields) {
    const entry = byName.get(name)
    const value = fields[name]
    if (entry && value !== undefined) writeAttribute(out, entry.number, entry.type, value, fields)
  }
  for (const whole of (fields.unknown ?? []) as readonly Uint8Array[]) {
    out.bytes(whole)
    out.align()
  }
}

function writeAttribute<T>(out: Writer, number: number, type: Type<T>, value: T, siblings: Fields): void {
  const at = out.reserve(headerSize)
  type.write(out, value, siblings)
  patchLength(out, at, out.length - at)
  out.view.setUint16(at + 2, type.nested ? number | NLA_F_NESTED : number, littleEndian)
  out.align()
}

/** An attribute whose type is told by a sibling's value. Where that is missing or not listed it stays unread. */
export function chosen<const C extends Readonly<Record<string, Type<unknown>>>>(
  by: keyof typeof constants,
  choices: C,
): Type<ValueOf<C[keyof C]>> {
  const choose = (siblings: Fields) => choices[String(siblings[by])]
  return {
    chosenBy: by,
    read: (from, start, end, siblings) =>
      choose(siblings)?.read(from, start, end, siblings) as ValueOf<C[keyof C]> | undefined,
    write: (out, value, siblings) => choose(siblings)?.write(out, value, siblings),
    get nested() {
      return Object.values(choices).some((type) => type.nested)
    },
  }
}

/** A nested list whose entries are numbered from 1, or all have one number. */
export function list<T>(of: Type<T>, number?: number): Type<readonly T[]> {
  return {
    nested: true,
    read: (from, start, end, siblings) => {
      const values: T[] = []
      for (let at = start; at + headerSize <= end; ) {
        const length = from.getUint16(at, littleEndian)
        if (length < headerSize || at + length > end) return undefined
        const value = of.read(from, at + headerSize, at + length, siblings)
        if (value === undefined) return undefined
        values.push(value)
        at += aligned(length)
      }
      return values
    },
    write: (out, values, siblings) => {
      for (const [index, value] of values.entries()) writeAttribute(out, number ?? index + 1, of, value, siblings)
    },
  }
}

/** A struct with attributes behind it, in one flat object: kernel names tell the two apart by their case. */
export function record<H, A>(header: Fixed<H>, set: Type<A>): Type<H & A> {
  return {
    read: (from, start, end, siblings) => {
      const split = start + header.size
      if (split > end) return undefined
      const head = header.read(from, start, split, siblings)
      const rest = set.read(from, aligned(split), end, siblings)
      return head && rest && Object.assign(head, rest)
    },
    write: (out, value, siblings) => {
      header.write(out, value, siblings)
      out.align()
      set.write(out, value, siblings)
    },
  }
}
