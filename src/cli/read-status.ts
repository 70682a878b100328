import { KacError, seconds } from '../base/index.ts'
import { EngineClient } from '../engine/index.ts'
import { askDaemon, connectUnix, hostname, systemClock } from '../host/index.ts'
import { aged, type StatusSnapshot, statusOf } from '../status/index.ts'
import { daemonSocket, engineSocket, otherRunDirs } from './run-dir.ts'

/** Nobody who asks how a host is should wait for one that is not well. */
const answersWithin = seconds(2)

/** From the daemon, or from the engine itself when the daemon is away or does not answer. */
export async function readStatus(runDir: string): Promise<StatusSnapshot> {
  const told = await orSilent(askDaemon(daemonSocket(runDir), 'status'), 'daemon-silent')
  const snapshot = told && told !== 'silent' ? told : await askEngine(runDir, { daemonIsSilent: told === 'silent' })
  return aged(snapshot, systemClock.realTime())
}

/** Where to ask instead, when nobody answers here: with `net_namespace` or `instance` a daemon has a directory of its own. */
export function askedElsewhere({ daemon, engine, silent }: StatusSnapshot, runDir: string): string | undefined {
  if (daemon || engine || silent.length > 0) return undefined
  const others = otherRunDirs(runDir).map((directory) => `--run-dir ${directory}`)
  return others.length === 0 ? undefined : `another place of this host may be meant: ${others.join(', ')}`
}

async function askEngine(runDir: string, { daemonIsSilent }: { daemonIsSilent: boolean }): Promise<StatusSnapshot> {
  const daemon = daemonIsSilent ? (['daemon'] as const) : []
  const told = await orSilent(statusOfEngine(engineSocket(runDir)), 'engine-silent')
  const parts = { host: hostname(), realTime: systemClock.realTime() }
  if (told === 'silent') return statusOf({ ...parts, silent: [...daemon, 'engine'] })
  return statusOf({ ...parts, ...told, silent: daemon })
}

async function statusOfEngine(path: string) {
  const stream = await connectUnix(path)
  if (!stream) return {}
  const client = await EngineClient.attach(stream, 'observer', { within: answersWithin, after: systemClock.after })
  try {
    return { hello: client.hello, engine: await client.status() }
  } finally {
    client.close()
  }
}

async function orSilent<T>(answer: Promise<T>, code: string): Promise<T | 'silent'> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof KacError && error.code === code) return 'silent'
    throw error
  }
}
