import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import type { TestOptions } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test is skipped; the reporter prints it. */
    skipReason?: string
    /** Why the first try failed inside a guest, which is not seen from outside. */
    failedFirst?: string
  }
}

const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin', '/usr/lib/frr']

export function hasCommand(name: string): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch (cause) {
      if (cause instanceof Error) return false
      throw cause
    }
  })
}

/** Options for `describe` or `test`: what it needs beyond Node, 'root' or commands; where one is missing it is skipped. */
export function needs(...wanted: readonly string[]): TestOptions {
  const missing = wanted.filter((name) => (name === 'root' ? process.getuid?.() !== 0 : !hasCommand(name)))
  return missing.length === 0 ? {} : { skip: true, meta: { skipReason: `needs ${missing.join(', ')}` } }
}
