import { readdirSync, readFileSync } from 'node:fs'
import type { HostNumbers, NumberFile } from '../../grammar/index.ts'

/** Where iproute2 has what this host adds, and what it brings itself; the latter moved over the years. */
const ownFolder = '/etc/iproute2'
const systemFolders = ['/usr/share/iproute2', '/usr/lib/iproute2']

/** Numbers by the names that files of iproute2 give them, each file read when a name is first met. */
export function hostNumbers(): HostNumbers {
  const tables = new Map<string, ReadonlyMap<string, number>>()
  return (file, name, { own = ownFolder, system }) => {
    const folders = [own, ...(system === undefined ? systemFolders : [system])]
    const key = [file, ...folders].join('\n')
    const table = tables.get(key) ?? read(file, folders)
    tables.set(key, table)
    return table.get(name)
  }
}

/** What stands first counts. */
function read(file: NumberFile, folders: readonly string[]): Map<string, number> {
  const table = new Map<string, number>()
  for (const path of folders.flatMap((folder) => [`${folder}/${file}`, ...partsIn(`${folder}/${file}.d`)])) {
    for (const [, number, name] of textOf(path).matchAll(/^[ \t]*(0x[0-9a-fA-F]+|\d+)[ \t]+([^\s#]+)/gm)) {
      if (name !== undefined && !table.has(name)) table.set(name, Number(number))
    }
  }
  return table
}

function partsIn(folder: string): string[] {
  const names = ifThere(() => readdirSync(folder)) ?? []
  return names
    .filter((name) => name.endsWith('.conf'))
    .sort()
    .map((name) => `${folder}/${name}`)
}

function textOf(path: string): string {
  return ifThere(() => readFileSync(path, 'utf8')) ?? ''
}

/** Undefined where it cannot be read: then it has no names. */
function ifThere<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return undefined
  }
}
