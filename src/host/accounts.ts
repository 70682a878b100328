import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Account {
  readonly uid: number
  readonly gid: number
}

export function findUser(name: string): Account | undefined {
  const [, , uid, gid] = entryOf('passwd', name) ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

export function findGroup(name: string): number | undefined {
  const [, , gid] = entryOf('group', name) ?? []
  return gid === undefined ? undefined : Number(gid)
}

/** From the file; else from wherever this host keeps its accounts, which getent(1) knows. */
function entryOf(database: 'passwd' | 'group', name: string): string[] | undefined {
  const found = readFileSync(`/etc/${database}`, 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
  if (found !== undefined) return found.split(':')
  const { status, stdout } = spawnSync('getent', [database, '--', name], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split(':') : undefined
}
