import { KacError } from '../../base/index.ts'
import type { DaemonPorts } from '../ports.ts'
import { madeServices } from '../services/made-services.ts'
import { type Accepted, isAccepted } from './judge.ts'
import { recallLastGood } from './last-good.ts'
import type { ConfigSource, Reading } from './source.ts'

export type AcceptedReading = Reading & { readonly candidate: Accepted }

/**
 * What was in force under a daemon that did not stop: its engine goes on, or where that had no router and has ended, its
 * table of IPVS is there. Undefined where that is not known, or cannot be read any more.
 */
export async function leftInForce(
  source: ConfigSource,
  { memory, log }: Pick<DaemonPorts, 'memory' | 'log'>,
  { hasEngine }: { readonly hasEngine: boolean },
): Promise<AcceptedReading | undefined> {
  try {
    if (!hasEngine && (await madeServices(memory).recall()).all.size === 0) return undefined
    const known = source.reread && (await recallLastGood(memory, source.label))
    const reading = known && source.reread?.(known.texts)
    return reading && isAccepted(reading.candidate) ? { ...reading, candidate: reading.candidate } : undefined
  } catch (error) {
    if (!(error instanceof KacError)) throw error
    log.error(error.message)
    return undefined
  }
}

/** The same before anything of this daemon is open. */
export async function leftAtWork(
  source: ConfigSource,
  ports: Pick<DaemonPorts, 'memory' | 'log' | 'engine'>,
): Promise<AcceptedReading | undefined> {
  const stream = await ports.engine.connect()
  stream?.close()
  return leftInForce(source, ports, { hasEngine: stream !== undefined })
}
