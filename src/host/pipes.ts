import { spawnSync } from 'node:child_process'
import { chownSync, closeSync, constants, fstatSync, lstatSync, openSync, rmSync, writeSync } from 'node:fs'
import { KacError } from '../base/index.ts'
import type { Fifo, FifoOwner, FifoPort } from '../daemon/index.ts'
import { type Account, findGroup, findUser, ownAccount } from './accounts.ts'

/** Named pipes that lines are written to. Writing never waits: without a reader a pipe keeps 64 KiB, and then lines are lost. */
export const hostFifos: FifoPort = { open }

function open(path: string, owner: FifoOwner): Fifo {
  const account = accountOf(path, owner)
  const made = make(path, account)
  const descriptor = openBothWays(path)
  const stat = fstatSync(descriptor)
  const isOurs = [account.uid, ownAccount().uid].includes(stat.uid)
  if (!stat.isFIFO() || !isOurs) {
    closeSync(descriptor)
    throw refused(path, stat.isFIFO() ? 'it belongs to somebody else' : 'it is not a named pipe')
  }
  return {
    write: (line) => write(descriptor, line),
    close: () => closeSync(descriptor),
    remove: () => {
      if (made && lstatSync(path, { throwIfNoEntry: false })?.ino === stat.ino) rmSync(path)
    },
  }
}

/** Also for reading, or there would be nothing to keep lines in before somebody reads. */
function openBothWays(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch (error) {
    throw refused(path, String((error as NodeJS.ErrnoException).code))
  }
}

function accountOf(path: string, { user, group }: FifoOwner): Account {
  const found = user === undefined ? ownAccount() : findUser(user)
  if (!found) throw refused(path, `there is no user ${user}`)
  const gid = group === undefined ? found.gid : findGroup(group)
  if (gid === undefined) throw refused(path, `there is no group ${group}`)
  return { uid: found.uid, gid }
}

/** Whether it was not there before. Node has no mkfifo(3). */
function make(path: string, { uid, gid }: Account): boolean {
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there && !there.isFIFO()) throw refused(path, 'it is not a named pipe')
  if (there) return false
  const { status, stderr } = spawnSync('mkfifo', ['-m', '600', '--', path], { encoding: 'utf8' })
  if (status !== 0) throw refused(path, stderr.trim())
  chownSync(path, uid, gid)
  return true
}

function refused(path: string, why: string): KacError {
  return new KacError('fifo', `cannot use ${path} as a pipe for notifications: ${why}`)
}

function write(descriptor: number, line: string): boolean {
  try {
    writeSync(descriptor, line)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false
    throw error
  }
}
