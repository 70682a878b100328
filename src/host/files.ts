import { isUtf8 } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodeText, textBytesMax } from '../base/index.ts'
import type { ExpandEnv, FileContent, FilePort } from '../expand/index.ts'
import { hostname } from './hostname.ts'

/** Configuration files of this host. Reading never waits: what is not a plain file is not read. */
export const hostFiles: FilePort = { read, list }

function read(path: string): FileContent {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return whyNotOpened(error as NodeJS.ErrnoException)
  }
  try {
    const stat = fstatSync(descriptor)
    if (stat.isDirectory()) return { kind: 'directory' }
    if (!stat.isFile()) return { kind: 'special' }
    if ((stat.mode & 0o111) !== 0) return { kind: 'executable' }
    if (stat.size > textBytesMax) return { kind: 'too-big' }
    return { kind: 'text', text: decodeText(readFileSync(descriptor)) }
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error as NodeJS.ErrnoException) }
  } finally {
    closeSync(descriptor)
  }
}

function whyNotOpened(error: NodeJS.ErrnoException): FileContent {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'missing' }
    case 'ENXIO':
      return { kind: 'special' }
    default:
      return { kind: 'unreadable', reason: reasonOf(error) }
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'EACCES' ? 'permission denied' : (code ?? message)
}

function list(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory)
  } catch {
    return undefined
  }
}

/** What lines may ask of this host. */
export function hostExpandEnv(configId = hostname()): ExpandEnv {
  return {
    configId,
    directory: process.cwd(),
    variable: (name) => process.env[name],
    random: (least, most) => least + Math.floor(Math.random() * (most - least + 1)),
  }
}

/** Writes a file anew, in the encoding that it has; what cannot be read is left alone. */
export function rewriteFile(path: string, edit: (text: string) => string): void {
  const bytes = readFileSync(path)
  writeFileSync(path, edit(decodeText(bytes)), isUtf8(bytes) ? 'utf8' : 'latin1')
}

/** All of standard input. */
export function readStandardInput(): string {
  return decodeText(readFileSync(0))
}

export function absolutePath(path: string): string {
  return resolve(path)
}
