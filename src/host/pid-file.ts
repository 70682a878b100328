import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
    writeFileSync(own, `${process.pid}\n`, { mode: 0o644 })
    renameSync(own, path)
  } catch (cause) {
    log.warn(`cannot write ${path}: ${(cause as Error).message}`)
  }
}

function read(path: string): number | undefined {
  const text = textOf(path)
  return text !== undefined && /^\d+\s*$/.test(text) ? Number(text) : undefined
}

function isKeepalived(pid: number): boolean {
  return textOf(`/proc/${pid}/comm`)?.startsWith('keepalived') === true
}

/** Undefined where it cannot be read: then it stands for nobody. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return undefined
  }
}
