import type { Span } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Because, Link, Wanted, WantedState } from '../kernel/index.ts'
import { addressOf } from './address.ts'
import { routeOf } from './route.ts'
import { ruleOf } from './rule.ts'

/** What is there as long as the host is run, whatever the roles. */
export function standing(config: Config, links: readonly Link[]): WantedState {
  return {
    link: [],
    address: config.staticAddresses.map((line) => there(addressOf(line), 'static_ipaddress', line)),
    route: config.staticRoutes.flatMap((line) => {
      const object = routeOf(line, links)
      return object ? [there(object, 'static_routes', line)] : []
    }),
    rule: config.staticRules.map((line) => there(ruleOf(line), 'static_rules', line)),
  }
}

/** A list outside all blocks is a block of its own. */
function there<T>(object: T, block: string, { at }: { readonly at: Span }): Wanted<T> {
  const because: Because = { block, blockAt: at, setting: block, at }
  return { object, present: true, because }
}
