import { EngineClient } from '../engine/index.ts'
import { askDaemon, connectUnix, hostname, systemClock } from '../host/index.ts'
import { type StatusSnapshot, statusOf } from '../status/index.ts'
import { daemonSocket, engineSocket } from './run-dir.ts'

/** From the daemon, or from the engine itself when the daemon is away. */
export async function readStatus(runDir: string): Promise<StatusSnapshot> {
  const told = await askDaemon(daemonSocket(runDir), 'status')
  if (told) return told
  const stream = await connectUnix(engineSocket(runDir))
  const parts = { host: hostname(), realTime: systemClock.realTime() }
  if (!stream) return statusOf(parts)
  const client = await EngineClient.attach(stream, 'observer')
  try {
    return statusOf({ ...parts, hello: client.hello, engine: await client.status() })
  } finally {
    client.close()
  }
}
