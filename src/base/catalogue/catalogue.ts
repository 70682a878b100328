import { routerEntries } from './routers.ts'
import { routingEntries } from './routing.ts'
import { serverEntries } from './servers.ts'
import { textEntries } from './text.ts'
import { toolEntries } from './tools.ts'
import { wordEntries } from './words.ts'

/** Every finding that is not a lint rule's: code, severity, message, documentation. */
export const catalogue = {
  ...textEntries,
  ...wordEntries,
  ...routingEntries,
  ...routerEntries,
  ...serverEntries,
  ...toolEntries,
}

export type Code = keyof typeof catalogue
export type ParamsOf<C extends Code> = Parameters<(typeof catalogue)[C]['message']>[0]
