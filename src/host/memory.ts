import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { KacError } from '../base/index.ts'
import type { MemoryPort } from '../daemon/index.ts'

/** One small file for each name; a text is there whole or not at all. */
export function fileMemory(directory: string): MemoryPort {
  return {
    recall: async (name) => {
      try {
        return (await readFile(`${directory}/${name}`, 'utf8')).trim()
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw new KacError('memory', `cannot read ${directory}/${name}: ${(cause as Error).message}`, { cause })
      }
    },
    remember: async (name, text) => {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 })
        await writeFile(`${directory}/.${name}`, `${text}\n`, { mode: 0o600, flush: true })
        await rename(`${directory}/.${name}`, `${directory}/${name}`)
      } catch (cause) {
        throw new KacError('memory', `cannot write ${directory}/${name}: ${(cause as Error).message}`, { cause })
      }
    },
  }
}
