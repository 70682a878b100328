import { connect } from 'node:net'
import { KacError } from '../base/index.ts'
import type { ByteStream } from '../engine/index.ts'

/** Connects to a Unix stream socket. Undefined when nobody listens there; KacError `engine-silent` when too many wait. */
export function connectUnix(path: string): Promise<ByteStream | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(undefined)
      else if (error.code === 'EAGAIN') reject(new KacError('engine-silent', `nobody takes calls at ${path}`))
      else reject(new KacError(error.code ?? 'socket', `cannot connect to ${path}: ${error.message}`, { cause: error }))
    })
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      socket.on('error', () => socket.destroy())
      resolve({
        write: (bytes) => void socket.write(bytes),
        close: () => void socket.destroySoon(),
        onData: (listener) => void socket.on('data', listener),
        onClose: (listener) => void socket.once('close', listener),
      })
    })
  })
}
