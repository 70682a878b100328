import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Users and groups of this host: those of its files, and by name also those from wherever else it keeps accounts. */
type Database = 'passwd' | 'group'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** What programs run as where nobody is named, if the host has it. */
export const defaultUser = 'keepalived_script'

/** What this process runs as. */
export function ownAccount(): Account {
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
}

export function findUser(name: string): Account | undefined {
  const [, , uid, gid] = entryOf('passwd', name) ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

export function findGroup(name: string): number | undefined {
  const [, , gid] = entryOf('group', name) ?? []
  return gid === undefined ? undefined : Number(gid)
}

/** The names in the file, and of those that are asked for the ones that come from elsewhere. */
export function accountNames(database: Database, wanted: readonly string[]): string[] {
  const local = localEntries(database).map(([name = '']) => name)
  const others = wanted.filter((name) => !local.includes(name) && entryOf(database, name) !== undefined)
  return [...local, ...new Set(others)]
}

/** The number where it has no name. */
export function userName(uid: number): string {
  return localEntries('passwd').find(([, , number]) => Number(number) === uid)?.[0] ?? String(uid)
}

/** Directories such as LDAP, which getent(1) asks, answer for one name, and not for all. */
function entryOf(database: Database, name: string): string[] | undefined {
  const found = localEntries(database).find(([local]) => local === name)
  if (found) return found
  const { status, stdout } = spawnSync('getent', [database, '--', name], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split(':') : undefined
}

function localEntries(database: Database): string[][] {
  const path = `/etc/${database}`
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return text.split('\n').flatMap((line) => (line === '' ? [] : [line.split(':')]))
}
