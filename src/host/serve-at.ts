import { chmodSync, lstatSync, renameSync, rmSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { dirname } from 'node:path'
import type { LogPort } from '../daemon/index.ts'
import { http } from './builtin.ts'
import { privateDirectory } from './folders.ts'

const lookEveryMillis = 1000

export interface Serving {
  /** It listens, or has said why it does not. */
  readonly opened: Promise<void>
  close(): Promise<void>
}

/**
 * An HTTP server on a Unix socket whose file comes back when it was removed. It is put in place by renaming: a process
 * that was killed leaves its socket behind, and one that is displaced must not take its successor's away.
 */
export function serveAt(path: string, listener: RequestListener, log: LogPort): Serving {
  let server: Server | undefined
  let inode: number | undefined
  let complaint = ''
  let opening = Promise.resolve()

  async function look(): Promise<void> {
    const there = inodeOf(path)
    // What another has put there later is its successor's.
    if (inode !== undefined && there !== undefined) return
    try {
      const fresh = await open(path, listener)
      server?.close()
      server = fresh.server
      inode = fresh.inode
      complaint = ''
    } catch (cause) {
      const message = `cannot listen on ${path}: ${(cause as Error).message}`
      if (message !== complaint) log.error(message)
      complaint = message
    }
  }

  const enqueue = () => {
    opening = opening.then(look)
  }
  enqueue()
  const timer = setInterval(enqueue, lookEveryMillis)
  return {
    opened: opening,
    close: async () => {
      clearInterval(timer)
      await opening
      if (inode !== undefined && inodeOf(path) === inode) rmSync(path)
      server?.closeAllConnections()
      await new Promise((done) => (server ? server.close(done) : done(undefined)))
    },
  }
}

async function open(path: string, listener: RequestListener): Promise<{ server: Server; inode: number | undefined }> {
  const own = `${path}.${process.pid}`
  privateDirectory(dirname(path))
  rmSync(own, { force: true })
  const server = http().createServer(listener)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(own, resolve)
    })
    chmodSync(own, 0o600)
    const inode = inodeOf(own)
    renameSync(own, path)
    return { server, inode }
  } catch (cause) {
    server.close()
    throw cause
  }
}

function inodeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.ino
}
