import { KacError } from '../../base/index.ts'
import type { DaemonPorts, LogPort } from '../ports.ts'
import { isAccepted, refusal } from './judge.ts'
import { leftAtWork } from './left-at-work.ts'
import { logFindings } from './log-findings.ts'
import type { ConfigSource, Reading } from './source.ts'

export interface FirstReading {
  /** Absent: there is nothing good yet, and the source is to be asked again. */
  readonly reading?: Reading
  /** What was read and refused. */
  readonly tried?: string
  /** Why `reading` is not what the source holds now. */
  readonly problem?: string
}

/**
 * What to start with: what was last good, for a host must not wait for a repository; else what is there. Where that
 * cannot be run, what a daemon that crashed left at work. Throws KacError where a source that is not polled has none.
 */
export async function firstReading(
  source: ConfigSource,
  ports: Pick<DaemonPorts, 'log' | 'renderFindings' | 'memory' | 'engine'>,
): Promise<FirstReading> {
  const { log } = ports
  const known = await remembered(source, log)
  if (known) {
    log.info(`starting with the last good commit ${known.id.slice(0, 8)}`)
    return { reading: known }
  }
  let tried: string | undefined
  try {
    const reading = await source.read()
    tried = reading.id
    if (isAccepted(reading.candidate)) return { reading }
    logFindings(reading.candidate.diagnostics, ports)
    throw new KacError('bad-configuration', `${source.label}: ${refusal}`)
  } catch (error) {
    if (!(error instanceof KacError)) throw error
    const reading = await leftAtWork(source, ports)
    if (!reading && source.pollEvery === undefined) throw error
    log.error(`${error.message}; ${reading ? 'going on with what was in force' : 'waiting for a good commit'}`)
    return { ...(reading && { reading }), problem: error.message, ...(tried !== undefined && { tried }) }
  }
}

async function remembered(source: ConfigSource, log: LogPort): Promise<Reading | undefined> {
  try {
    const known = await source.readLastGood?.()
    return known && isAccepted(known.candidate) ? known : undefined
  } catch (error) {
    if (!(error instanceof KacError)) throw error
    log.error(`the last good commit is lost: ${error.message}`)
    return undefined
  }
}
