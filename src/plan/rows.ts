import { showDuration } from '../base/index.ts'
import { type Announcement, type KindName, kinds, type Objects, type Shown } from '../kernel/index.ts'
import { type Change, connectionsCut, type Foreign, type GoesWith } from './change.ts'
import type { Mark, Row } from './layout.ts'
import { changesRole, type Plan, type PlanRole } from './plan.ts'

const marks: Readonly<Record<Change['action'], Mark>> = { create: '+', update: '~', replace: '-/+', remove: '-' }

/**
 * The body of a plan: a block for each virtual router that has news, then other blocks of the configuration, then what no
 * line of it speaks of.
 */
export function planRows(plan: Plan): Row[] {
  const blocks = Map.groupBy([...plan.changes, ...plan.foreign], ({ because }) => because?.block)
  const leftovers = blocks.get(undefined) ?? []
  const routers = plan.roles.flatMap((role) => routerRows(plan, role, blocks.get(routerBlock(role)) ?? []))
  for (const handled of [undefined, ...plan.roles.map(routerBlock)]) blocks.delete(handled)
  return [
    ...routers,
    ...[...blocks.values()].flatMap((entries) => blockRows(plan, entries)),
    ...leftovers.flatMap((leftover) => entryRows(plan, leftover, 0)),
  ]
}

type Entry = Change | Foreign

function routerBlock({ name }: PlanRole): string {
  return `vrrp_instance.${name}`
}

function routerRows(plan: Plan, role: PlanRole, entries: readonly Entry[]): Row[] {
  if (entries.length === 0 && !changesRole(role)) return []
  return [
    { depth: 0, mark: routerMark(role, entries), text: routerBlock(role), ...(role.at && { at: role.at }) },
    ...keywordRows(plan, entries, role),
    { depth: 1, ...roleText(role) },
  ]
}

function blockRows(plan: Plan, entries: readonly Entry[]): Row[] {
  const because = entries[0]?.because
  if (!because) return []
  const mark = entries.some(isChange) ? '~' : '='
  return [{ depth: 0, mark, text: because.block, at: because.blockAt }, ...keywordRows(plan, entries)]
}

function keywordRows(plan: Plan, entries: readonly Entry[], role?: PlanRole): Row[] {
  const settings = Map.groupBy(entries, ({ because }) => because?.setting ?? '')
  return [...settings].flatMap(([setting, group]): Row[] => [
    { depth: 1, mark: group.some(isChange) ? '~' : '=', text: setting },
    ...group.flatMap((entry) => entryRows(plan, entry, 2, role)),
  ])
}

function isChange(entry: Entry): entry is Change {
  return 'action' in entry
}

function routerMark(role: PlanRole, entries: readonly Entry[]): Mark {
  if (!changesRole(role)) return entries.some(isChange) ? '~' : '='
  if (role.after === undefined) return '-'
  return role.before === undefined ? '+' : '~'
}

function roleText({ before, after, priority, assumed }: PlanRole): { mark: Mark; text: string } {
  if (assumed) return { mark: '=', text: `assumed ${after} (${priority})` }
  if (after === undefined) return { mark: '!', text: `is ${before} and ends` }
  if (before === undefined) return { mark: '!', text: `starts as ${after} (${priority})` }
  if (before === after) return { mark: '=', text: `stays ${after} (${priority})` }
  return { mark: '!', text: `${before} -> ${after} (${priority})` }
}

function entryRows(plan: Plan, entry: Entry, depth: number, role?: PlanRole): Row[] {
  const at = entry.because && { at: entry.because.at }
  if (!isChange(entry)) {
    const remark = `${entry.wanted ? 'there already, ' : ''}not made by kac: left alone`
    const { title, path } = shown(entry.kind, entry.object)
    return [{ depth, mark: '=', text: entry.because ? title : (path ?? `${entry.kind} ${title}`), remark, ...at }]
  }
  const remark = remarkOf(entry, role)
  const text = entry.because ? textOf(entry) : (pathOf(entry) ?? `${entry.kind} ${textOf(entry)}`)
  const connections = connectionsText(entry)
  const problems = plan.problems.filter(({ id }) => id === entry.id)
  return [
    { depth, mark: marks[entry.action], text, ...(remark !== '' && { remark }), ...at },
    ...settingRows(entry, depth + 1),
    ...(connections === undefined ? [] : [{ depth: depth + 1, mark: '!' as const, text: connections }]),
    ...problems.map(({ message }): Row => ({ depth: depth + 1, mark: '!', text: message })),
  ]
}

function shown<K extends KindName>(kind: K, object: Objects[K]): Shown {
  return kinds[kind].show(object)
}

/** What comes or goes is shown with its settings; of what changes they follow. */
function textOf(change: Change): string {
  const { title, settings } = shown(change.kind, change.action === 'remove' ? change.before : change.after)
  if (isAltered(change)) {
    const old = shown(change.kind, change.before).title
    return old === title ? title : `${old} -> ${title}`
  }
  return [title, ...Object.entries(settings).map(([name, value]) => `${name} ${value}`)].join(' ')
}

function pathOf(change: Change): string | undefined {
  return shown(change.kind, change.action === 'remove' ? change.before : change.after).path
}

type Altered = Extract<Change, { readonly action: 'update' | 'replace' }>

function isAltered(change: Change): change is Altered {
  return change.action === 'update' || change.action === 'replace'
}

function settingRows(change: Change, depth: number): Row[] {
  if (!isAltered(change)) return []
  return alterations(change)
    .filter(({ from, to }) => from !== to)
    .map(({ name, from = 'unset', to = 'unset' }) => ({ depth, mark: '~', text: `${name}: ${from} -> ${to}` }))
}

function alterations({ kind, before, after }: Altered) {
  const old = shown(kind, before).settings
  const now = shown(kind, after).settings
  const names = Object.keys({ ...old, ...now })
  return names.map((name) => ({ name, from: old[name], to: now[name] }))
}

function remarkOf(change: Change, role: PlanRole | undefined): string {
  const remarks: string[] = []
  if (change.action === 'remove') {
    if (!change.because) remarks.push('no longer in the configuration')
    else remarks.push(role?.after ? `${role.name} is ${role.after}` : 'not wanted now')
  }
  if (isAltered(change)) {
    const kept = alterations(change).filter(({ from, to }) => from === to).length
    if (kept > 0) remarks.push(`${kept} ${kept === 1 ? 'setting' : 'settings'} unchanged`)
  }
  if ('goesWith' in change && change.goesWith) remarks.push(goesWithText(change.action, change.goesWith))
  if ('announcement' in change && change.announcement) remarks.push(trafficText(change.announcement))
  return remarks.join('; ')
}

function connectionsText(change: Change): string | undefined {
  const count = connectionsCut(change)
  if (count === 0 || change.action !== 'remove' || change.kind !== 'destination') return undefined
  const { active = 0, inactive = 0 } = change.before.connections ?? {}
  const ending = inactive > 0 ? `, ${inactive} inactive` : ''
  return `${active} active ${active === 1 ? 'connection' : 'connections'}${ending}`
}

function goesWithText(action: Change['action'], { id }: GoesWith): string {
  return action === 'remove' ? `goes away with ${id}` : `may go away with ${id} and is put again`
}

function trafficText({ kind, now, again }: Announcement): string {
  const name = kind === 'gratuitous ARP' ? 'GARP' : 'NA'
  return `${name} ${now} now${again ? `, ${again.count} after ${showDuration(again.after)}` : ''}`
}
