import type { RouterState } from '../base/index.ts'
import type { NotifyState } from './event.ts'

/** What has been told of a router. */
export interface ToldRouter {
  readonly state: RouterState
  readonly priority: number
  /** Nothing was said of its FAULT: it waits for a first result. */
  readonly silent: boolean
  readonly mailed?: NotifyState
}

export interface ToldGroup {
  readonly state: NotifyState
  readonly mailed?: NotifyState
}

/** All that has been told so far. */
export interface Told {
  readonly routers: ReadonlyMap<string, ToldRouter>
  readonly groups: ReadonlyMap<string, ToldGroup>
}

export const nothingTold: Told = { routers: new Map(), groups: new Map() }

export function withRouter(told: Told, name: string, router: ToldRouter): Told {
  return { ...told, routers: new Map(told.routers).set(name, router) }
}

export function withGroup(told: Told, name: string, group: ToldGroup): Told {
  return { ...told, groups: new Map(told.groups).set(name, group) }
}
