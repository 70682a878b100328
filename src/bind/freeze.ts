import type { Level } from '../../grammar/index.ts'
import type { Fields } from './reader.ts'

/** Freezes a block and the lists and blocks in it. Blocks of several kinds may share a list, so not each has each field. */
export function freeze(fields: Fields, level: Level): void {
  for (const { field, many, level: inner } of level.nested) {
    const value = fields[field]
    if (value === undefined) continue
    if (many) for (const one of Object.freeze(value as Fields[])) freeze(one, inner)
    else freeze(value as Fields, inner)
  }
  for (const field of level.plural) Object.freeze(fields[field])
  Object.freeze(fields)
}
