import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { release } from 'node:os'
import { delimiter, dirname, resolve } from 'node:path'
import type { ProgramFacts } from '../lint/index.ts'
import { userName } from './accounts.ts'

/** What `execvp` and keepalived search where nothing else is said. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What is known of a program, found as keepalived finds it; undefined where this user may not look. */
export function programFacts(name: string): ProgramFacts | undefined {
  const path = name.includes('/') ? resolve(name) : whereIs(name)
  if (path === undefined) return {}
  const real = realPathOf(path)
  if (real === undefined) return {}
  if (real === '') return undefined
  const { uid, mode } = statSync(real)
  const writable = [...new Set([...above(real), ...above(path)])].find(isWritableByOthers)
  return {
    path: real,
    owner: userName(uid),
    mode: (mode & 0o7777).toString(8).padStart(4, '0'),
    executable: statSync(real).isFile() && (mode & 0o111) !== 0,
    ...(writable !== undefined && { writable: writable === real ? path : writable }),
  }
}

/** Where links lead to; undefined where nothing is, and nothing where this user may not look. */
function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? '' : undefined
  }
}

function whereIs(name: string): string | undefined {
  const folders = (process.env.PATH ?? usualPath).split(delimiter)
  return folders.map((folder) => `${folder}/${name}`).find(existsSync)
}

/** A path and the folders above it, the outermost first. */
function above(path: string): string[] {
  const folder = dirname(path)
  return folder === path ? [path] : [...above(folder), path]
}

/** In a folder with the sticky bit others cannot replace what root has there. */
function isWritableByOthers(path: string): boolean {
  const { uid, gid, mode } = statSync(path)
  const sticky = (mode & 0o1000) !== 0
  return uid !== 0 || (!sticky && ((mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0)))
}

/** The modules of IPVS that the kernel has in it, has loaded, or could load. */
export function ipvsModules(): string[] {
  const folder = `/lib/modules/${release()}`
  const files = [textOf(`${folder}/modules.builtin`), textOf(`${folder}/modules.dep`).replaceAll(/:.*/g, '')]
  const paths = files.flatMap((text) => [...text.matchAll(/([^/\n]+)\.ko\S*$/gm)].map(([, name = '']) => name))
  const loaded = [...textOf('/proc/modules').matchAll(/^\S+/gm)].map(([name]) => name)
  const running = existsSync('/proc/net/ip_vs') ? ['ip_vs'] : []
  const all = [...paths, ...loaded, ...running].map((name) => name.replaceAll('-', '_'))
  return [...new Set(all.filter((name) => /^ip_vs(_|$)/.test(name)))].sort()
}

/** Nothing where there is no such file. */
function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
