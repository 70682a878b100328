import { micros, showDuration } from '../base/index.ts'
import { connectionsCut } from './change.ts'
import { layOut } from './layout.ts'
import { changesRole, type Plan } from './plan.ts'
import { planRows } from './rows.ts'

export interface RenderOptions {
  /** ISO 8601: the age of what was read counts from here. */
  readonly now: string
  readonly colour: boolean
}

const legend = '  + create   ~ change   - destroy   -/+ replace   = adopt   ! changes a role or cuts traffic'

/** A plan for people. */
export function render(plan: Plan, { now, colour }: RenderOptions): string {
  const rows = planRows(plan)
  const parts = [
    rows.length > 0 ? `${heading(plan, now)}\n${legend}` : heading(plan, now),
    ...(rows.length > 0 ? [layOut(rows, colour)] : []),
    [...assumptions(plan), summary(plan)].join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function heading({ host, source, kernel, readAt }: Plan, now: string): string {
  const age = showDuration(micros((Date.parse(now) - Date.parse(readAt)) * 1000))
  return `${host} · ${source} -> live, read ${age} ago (kernel ${kernel})`
}

const namesMax = 3

function assumptions({ roles }: Plan): string[] {
  const names = roles.filter(({ assumed }) => assumed === 'default').map(({ name }) => name)
  if (names.length === 0) return []
  const more = names.length > namesMax ? ` and ${names.length - namesMax} more` : ''
  return [`no daemon: ${names.slice(0, namesMax).join(', ')}${more} assumed BACKUP; use --assume ${names[0]}=master`]
}

function summary({ changes, roles, unchanged }: Plan): string {
  const count = (...actions: readonly string[]) => changes.filter(({ action }) => actions.includes(action)).length
  const add = count('create', 'replace')
  const destroy = count('remove', 'replace')
  const roleChanges = roles.filter(changesRole).length
  const plan = `Plan: ${add} to add, ${count('update')} to change, ${destroy} to destroy.`
  const what = changes.length + roleChanges === 0 ? 'No changes.' : plan
  const atRisk = changes.reduce((sum, change) => sum + connectionsCut(change), 0)
  const risk = atRisk > 0 ? ` Connections at risk: ${atRisk}.` : ''
  return `${what} Role changes: ${roleChanges}.${risk} Unchanged: ${unchanged}.`
}
