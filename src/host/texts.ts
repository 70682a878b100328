import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { KacError } from '../base/index.ts'
import type { TextPort } from '../daemon/index.ts'

/** Files of the names that a configuration gives. Others may write to their directories: nothing there is followed. */
export const hostTexts: TextPort = { write, remove }

/** Where keepalived puts its dumps. */
export function dumpDirectory(): string {
  return process.env.TMPDIR || '/tmp'
}

function write(path: string, text: string, umask: number): void {
  const own = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
    rmSync(own, { force: true })
    writeFileSync(own, text, { mode: 0o666 & ~umask, flag: 'wx' })
    renameSync(own, path)
  } catch (cause) {
    throw new KacError('text-file', `cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (cause) {
    throw new KacError('text-file', `cannot remove ${path}: ${(cause as Error).message}`, { cause })
  }
}
