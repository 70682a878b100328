import { fork } from 'node:child_process'
import type { FromChecker, ToChecker } from '../check/index.ts'
import type { CheckerPort } from '../daemon/index.ts'

/** The command of kac that such a process runs. */
export const checkerCommand = 'checker'

/** This program once more. It ends when this process does. */
export const checkerProcess: CheckerPort = {
  start: ({ message, ended }) => {
    const child = fork(process.argv[1] ?? '', [checkerCommand], { serialization: 'advanced' })
    let closed = false
    child.on('message', (said) => message(said as FromChecker))
    child.on('error', ({ message }) => {
      // What could not be started does not exit either.
      if (child.pid === undefined) ended(`cannot be started: ${message}`)
      else child.kill()
    })
    child.once('exit', (code, signal) => {
      if (!closed) ended(signal ?? `exit code ${code}`)
    })
    return {
      send: (said) => {
        if (child.connected) child.send(said, () => undefined)
      },
      close: () => {
        closed = true
        if (child.connected) child.disconnect()
      },
    }
  },
}

/** The other end: what comes from the process that started this one, until that is gone. */
export function parentProcess(receive: (message: ToChecker) => void, gone: () => void): (message: FromChecker) => void {
  // A Ctrl-C at the terminal reaches all processes; what it ends is the daemon's to say.
  for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM'] as const) process.on(signal, () => undefined)
  process.on('message', (message) => receive(message as ToChecker))
  process.once('disconnect', gone)
  return (message) => {
    // Whoever does not take it is gone, and `gone` is called.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
  }
}
