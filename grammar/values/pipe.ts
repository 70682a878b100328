import { ip } from './address.ts'
import { field } from './header.ts'
import { int, port } from './int.ts'
import { options } from './options.ts'
import { interfaceName, reference, text } from './text.ts'

/** A named pipe, and maybe the user and the group that it belongs to. */
export function pipe() {
  return options({
    head: field('path', text({ what: 'the path of a named pipe' })),
    named: {},
    unnamed: { user: { type: text({ what: 'a user' }) }, group: { type: text({ what: 'a group' }) } },
  })
}

/** A chain for incoming and one for outgoing packets. */
export function chains() {
  const chain = text({ what: 'a chain', max: 27, filled: true })
  return options({ named: {}, unnamed: { in: { type: chain }, out: { type: chain } } })
}

/** Which interface the daemons that copy connections use, and their settings. */
export function syncDaemon() {
  const inst = reference('vrrp_instance')
  const named = {
    inst,
    id: int({ min: 0, max: 255 }),
    maxlen: int({ min: 1, max: 65507 }),
    port: port(),
    ttl: int({ min: 1, max: 255 }),
    group: ip({ multicast: true }),
  }
  const shape = { complete: true, head: field('interface', interfaceName()), named } as const
  // The older form has no word before the instance.
  const { read } = options({ ...shape, unnamed: { inst: { type: inst } } })
  return { ...options(shape), read }
}
