import type { RouterState } from '../base/index.ts'
import { type Command, type Config, referencesOf, type SyncGroup, type VrrpInstance } from '../bind/index.ts'
import type { NotifyEffect, NotifyEvent, NotifyState } from './event.ts'
import { mailsOf } from './mail.ts'
import { type Told, type ToldRouter, withGroup, withRouter } from './told.ts'

export interface Notified {
  readonly told: Told
  readonly effects: readonly NotifyEffect[]
}

/**
 * What is to be told of an event, under the configuration that names the router. For an instance: the script of the
 * state, the script of all states, the line, the mail. A sync group is told of after the instance that completes it;
 * at the start before the first of its instances.
 */
export function notifications(told: Told, event: NotifyEvent, config: Config): Notified {
  switch (event.kind) {
    case 'transition':
      return transition(told, event, config)
    case 'failed':
      return failed(told, event.router, config)
    case 'found':
      return found(told, event, config)
    case 'priority':
      return priorityChange(told, event, config)
    case 'lower-advert':
      return lowerAdvert(told, event, config)
    case 'reloaded':
      return { told, effects: config.global.notifyStatesOnReload ? currentStates(told, config) : [] }
    case 'stopped':
      return config.syncGroups.reduce((sofar, group) => then(sofar, groupEnters(sofar.told, group, 'STOP', config)), {
        told,
        effects: [],
      } as Notified)
  }
}

type EventOf<K extends NotifyEvent['kind']> = Extract<NotifyEvent, { kind: K }>

function transition(told: Told, event: EventOf<'transition'>, config: Config): Notified {
  const { router: name, to, priority, removed = false, waiting = false } = event
  const instance = config.vrrpInstances.find((each) => each.name === name)
  if (!instance) return { told, effects: [] }
  const mailed = told.routers.get(name)?.mailed
  const now = withRouter(told, name, { state: to, priority, silent: waiting, ...(mailed && { mailed }) })
  if (waiting) return { told: now, effects: [] }
  return tellInstance(now, instance, stateAfter(to, removed, instance), config)
}

/** Left by a reload: what keepalived says depends on whether the file has a notify_deleted. */
function stateAfter(to: RouterState, removed: boolean, { notifyDeleted }: VrrpInstance): NotifyState {
  if (to !== 'INIT') return to
  if (!removed) return 'STOP'
  return notifyDeleted ? 'DELETED' : 'FAULT'
}

function failed(told: Told, name: string, config: Config): Notified {
  const router = told.routers.get(name)
  const instance = config.vrrpInstances.find((each) => each.name === name)
  if (!router?.silent || router.state !== 'FAULT' || !instance) return { told, effects: [] }
  return tellInstance(withRouter(told, name, { ...router, silent: false }), instance, 'FAULT', config)
}

function found(told: Told, { router, state, priority }: EventOf<'found'>, config: Config): Notified {
  if (told.routers.has(router)) return { told, effects: [] }
  const now = withRouter(told, router, { state, priority, silent: false })
  const group = groupOf(router, config)
  const common = group && commonState(now, group)
  return { told: group && common ? withGroup(now, group.name, { state: common }) : now, effects: [] }
}

function tellInstance(told: Told, instance: VrrpInstance, state: NotifyState, config: Config): Notified {
  const { name } = instance
  const router = told.routers.get(name) as ToldRouter
  const mails = mailsOf(
    { what: 'Instance', name, wanted: instance.mailAlerts, mailed: router.mailed },
    state,
    config.global,
  )
  const mailed = mails.length > 0 ? { mailed: state } : {}
  const own: Notified = {
    told: withRouter(told, name, { ...router, ...mailed }),
    effects: [
      ...scripts(scriptOf(instance, state), instance.notify, ['INSTANCE', name, state, String(router.priority)]),
      instanceLine(name, state, router.priority),
      ...mails,
    ],
  }
  const group = groupOf(name, config)
  if (!group || state === 'STOP' || state === 'DELETED') return own
  if (!told.groups.has(group.name)) {
    const first = groupEnters(told, group, state, config)
    return { told: { ...own.told, groups: first.told.groups }, effects: [...first.effects, ...own.effects] }
  }
  const common = commonState(own.told, group)
  const changed = common !== undefined && common !== own.told.groups.get(group.name)?.state
  return changed ? then(own, groupEnters(own.told, group, common, config)) : own
}

function groupEnters(told: Told, group: SyncGroup, state: NotifyState, config: Config): Notified {
  const { name } = group
  const { global } = config
  const wanted = group.mailAlerts ?? global.mailAlertsVrrp ?? global.mailAlerts ?? false
  const before = told.groups.get(name)
  const mails = mailsOf({ what: 'Group', name, wanted, mailed: before?.mailed }, state, global)
  const mailed = mails.length > 0 ? state : before?.mailed
  return {
    told: withGroup(told, name, { state, ...(mailed && { mailed }) }),
    effects: [
      ...scripts(scriptOf(group, state), group.notify, ['GROUP', name, state, '0']),
      groupLine(name, state),
      ...mails,
    ],
  }
}

/** Trackers changed it; only pipes are told. */
function priorityChange(told: Told, { router: name, state, priority }: EventOf<'priority'>, config: Config): Notified {
  const router = told.routers.get(name)
  const now = withRouter(told, name, { silent: false, ...router, state, priority })
  const instance = config.vrrpInstances.find((each) => each.name === name)
  const wanted = instance?.notifyPriorityChanges || groupOf(name, config)?.notifyPriorityChanges
  const hasRole = state === 'MASTER' || state === 'BACKUP'
  return { told: now, effects: wanted && hasRole ? [instanceLine(name, `${state}_PRIORITY`, priority)] : [] }
}

function lowerAdvert(told: Told, { router: name }: EventOf<'lower-advert'>, config: Config): Notified {
  const instance = config.vrrpInstances.find((each) => each.name === name)
  if (!instance) return { told, effects: [] }
  const line = instanceLine(name, 'MASTER_RX_LOWER_PRI', told.routers.get(name)?.priority ?? instance.priority)
  return { told, effects: [...scripts(instance.notifyLowerPriority, undefined, []), line] }
}

function currentStates(told: Told, config: Config): NotifyEffect[] {
  const groups = config.syncGroups.flatMap(({ name }) => {
    const group = told.groups.get(name)
    return group ? [groupLine(name, group.state)] : []
  })
  const instances = config.vrrpInstances.flatMap(({ name }) => {
    const router = told.routers.get(name)
    return router && router.state !== 'INIT' ? [instanceLine(name, router.state, router.priority)] : []
  })
  return [...groups, ...instances]
}

function then(first: Notified, second: Notified): Notified {
  return { told: second.told, effects: [...first.effects, ...second.effects] }
}

function groupOf(router: string, config: Config): SyncGroup | undefined {
  return referencesOf(config).syncGroups.get(router)
}

/** The state that all members have; undefined while they differ or one has none. */
function commonState(told: Told, { members }: SyncGroup): 'MASTER' | 'BACKUP' | 'FAULT' | undefined {
  const states = new Set(members.map((name) => told.routers.get(name)?.state))
  const [state] = states
  return states.size === 1 && state !== 'INIT' ? state : undefined
}

function scriptOf(by: VrrpInstance | SyncGroup, state: NotifyState): Command | undefined {
  switch (state) {
    case 'MASTER':
      return by.notifyMaster
    case 'BACKUP':
      return by.notifyBackup
    case 'FAULT':
      return by.notifyFault
    case 'STOP':
      return by.notifyStop
    case 'DELETED':
      return 'notifyDeleted' in by ? by.notifyDeleted : undefined
  }
}

function scripts(specific: Command | undefined, generic: Command | undefined, args: readonly string[]): NotifyEffect[] {
  return [
    ...(specific && specific.argv.length > 0 ? [{ kind: 'script' as const, command: specific, args: [] }] : []),
    ...(generic ? [{ kind: 'script' as const, command: generic, args }] : []),
  ]
}

function instanceLine(name: string, state: string, priority: number): NotifyEffect {
  return { kind: 'line', half: 'vrrp', line: `INSTANCE "${name}" ${state} ${priority}\n` }
}

function groupLine(name: string, state: NotifyState): NotifyEffect {
  return { kind: 'line', half: 'vrrp', line: `GROUP "${name}" ${state} 0\n` }
}
