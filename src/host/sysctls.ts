import { readFileSync, writeFileSync } from 'node:fs'
import { KacError } from '../base/index.ts'
import type { SysctlPort } from '../daemon/index.ts'

const gone: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENODEV'])

/** The settings of this network namespace. */
export const procSysctls: SysctlPort = {
  read: (path) => {
    try {
      return readFileSync(fileOf(path), 'utf8').trim()
    } catch (error) {
      if (gone.has((error as NodeJS.ErrnoException).code)) return undefined
      throw error
    }
  },
  write: (path, value) => {
    try {
      writeFileSync(fileOf(path), value)
    } catch (cause) {
      if (gone.has((cause as NodeJS.ErrnoException).code)) return
      throw new KacError('sysctl', `cannot set ${fileOf(path)} to ${value}: ${(cause as Error).message}`, { cause })
    }
  },
}

function fileOf(path: readonly string[]): string {
  return `/proc/sys/net/${path.join('/')}`
}
