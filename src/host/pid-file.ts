import { mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { LogPort } from '../daemon/index.ts'

/** A file with the number of this process, where scripts look for keepalived's. One of a keepalived that runs stays. */
export function pidFile(path: string, log: LogPort): { remove(): void } {
  const other = read(path)
  if (other !== undefined && isKeepalived(other))
    log.warn(`keepalived (pid ${other}) runs here too: ${path} stays its own`)
  else write(path, log)
  return {
    remove: () => {
      if (read(path) === process.pid) rmSync(path, { force: true })
    },
  }
}

function write(path: string, log: LogPort): void {
  const own = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
    writeFileSync(own, `${process.pid}\n`, { mode: 0o644 })
    renameSync(own, path)
  } catch (cause) {
    log.warn(`cannot write ${path}: ${(cause as Error).message}`)
  }
}

function read(path: string): number | undefined {
  const text = orUndefined(() => readFileSync(path, 'utf8'))
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined
}

/** By its program: a kac daemon may be called so too. */
function isKeepalived(pid: number): boolean {
  return orUndefined(() => basename(readlinkSync(`/proc/${pid}/exe`)))?.startsWith('keepalived') === true
}

/** Undefined where it cannot be read: then it stands for nobody. */
function orUndefined(read: () => string): string | undefined {
  try {
    return read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return undefined
  }
}
