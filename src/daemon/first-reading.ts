import { KacError } from '../base/index.ts'
import { isAccepted, refusal } from './judge.ts'
import { logFindings } from './log-findings.ts'
import type { DaemonPorts, LogPort } from './ports.ts'
import type { ConfigSource, Reading } from './source.ts'

export interface FirstReading {
  /** Absent: there is nothing good yet, and the source is to be asked again. */
  readonly reading?: Reading
  /** What was read and refused. */
  readonly tried?: string
  readonly problem?: string
}

/**
 * What to start with: what was last good, for a host must not wait for a repository; else what is there. Throws KacError
 * where a source that is not polled holds nothing that can be run.
 */
export async function firstReading(
  source: ConfigSource,
  ports: Pick<DaemonPorts, 'log' | 'renderFindings'>,
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
    if (!(error instanceof KacError) || source.pollEvery === undefined) throw error
    log.error(`${error.message}; waiting for a good commit`)
    return { problem: error.message, ...(tried !== undefined && { tried }) }
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
