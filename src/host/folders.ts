import { mkdirSync } from 'node:fs'
import { KacError } from '../base/index.ts'

/** Makes a directory that only this user may look into, unless it is there. */
export function privateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new KacError('directory', `cannot make ${path}: ${(cause as Error).message}`, { cause })
  }
}
