import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { KacError } from '../base/index.ts'

/** Where keepalived puts its dumps. */
export function dumpDirectory(): string {
  return process.env.TMPDIR || '/tmp'
}

/** Replaces the file whole. Others may write to the directory: nothing that is there already is followed. */
export function writeDump(path: string, text: string): void {
  const own = `${path}.${process.pid}`
  try {
    rmSync(own, { force: true })
    writeFileSync(own, text, { mode: 0o600, flag: 'wx' })
    renameSync(own, path)
  } catch (cause) {
    throw new KacError('dump', `cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}
