import type { Word } from '../words.ts'
import { ip } from './address.ts'
import { field } from './header.ts'
import { int, port } from './int.ts'
import { options } from './options.ts'
import { interfaceName, text } from './text.ts'

interface Owner {
  readonly user?: string
  readonly group?: string
}

/** A named pipe, and maybe who it belongs to. */
export function pipe() {
  return options<{ readonly path: string }, Record<string, never>, Owner>({
    head: field('path', text({ what: 'the path of a named pipe' })),
    named: {},
    free: inTurn(['user', 'group']),
  })
}

interface Chains {
  readonly in?: string
  readonly out?: string
}

/** A chain for incoming and one for outgoing packets. */
export function chains() {
  return options<object, Record<string, never>, Chains>({ named: {}, free: inTurn(['in', 'out']) })
}

/** Which interface the daemons that copy connections use, and their settings; the instance and id may go unnamed. */
export function syncDaemon() {
  return options({
    head: field('interface', interfaceName()),
    named: {
      inst: text({ what: 'a vrrp_instance' }),
      id: int({ min: 0, max: 255 }),
      maxlen: int({ min: 1, max: 65507 }),
      port: port(),
      ttl: int({ min: 1, max: 255 }),
      group: ip({ multicast: true }),
    },
  })
}

/** Words without a name, one field after the other. */
function inTurn(fields: readonly string[]) {
  return ({ text: written }: Word, into: Record<string, unknown>): boolean => {
    const field = fields.find((one) => into[one] === undefined)
    if (field !== undefined) into[field] = written
    return field !== undefined
  }
}
