import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { KacError } from '../base/index.ts'

/** Makes a directory that only this user may look into, unless it is there. */
export function privateDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new KacError('directory', `cannot make ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** The directories in one for which one of these files is there; none where it cannot be read. */
export function foldersWith(path: string, filesOf: (folder: string) => readonly string[]): string[] {
  try {
    const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return inside
      .map(({ name }) => `${path}/${name}`)
      .filter((folder) => filesOf(folder).some((file) => existsSync(file)))
  } catch {
    return []
  }
}

/** With all that is in it; nothing there is as well. */
export async function removeDirectory(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true })
  } catch (cause) {
    throw new KacError('directory', `cannot remove ${path}: ${(cause as Error).message}`, { cause })
  }
}
