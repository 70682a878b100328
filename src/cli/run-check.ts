import { endpointName, KacError, kacVersion, type Micros, micros, showDuration } from '../base/index.ts'
import { type Check, type Config, type RealServer, virtualServerNames } from '../bind/index.ts'
import {
  type Answer,
  checkName,
  judgeTold,
  type Kind,
  kindsOf,
  type ProbeResult,
  type ToldCheck,
} from '../check/index.ts'
import type { LogPort } from '../daemon/index.ts'
import { hostHttpPorts, hostNumberFiles, hostPrograms, identityOf, openProbes } from '../host/index.ts'
import { Programs, programsIn } from '../programs/index.ts'
import { numberIn } from '../track/index.ts'

/** One attempt of one check, made by hand. */
export interface HandAttempt {
  readonly virtualServer: string
  readonly realServer: string
  /** Its block, and what it asked for where there is more than one. */
  readonly check: string
  readonly result: ProbeResult
  readonly connected?: Micros
  readonly took: Micros
}

export interface HandCheck {
  readonly formatVersion: 1
  readonly kacVersion: string
  readonly attempts: readonly HandAttempt[]
}

/** Makes every attempt of every check of a real server once, one after the other. Throws KacError `usage`. */
export async function checkByHand(config: Config, server: string, log: LogPort): Promise<HandCheck> {
  const found = serversNamed(config, server)
  if (found.length === 0) throw new KacError('usage', unknown(config, server))
  const programs = new Programs(programsIn(config), config.global, hostPrograms, log)
  const probes = openProbes(
    (check, ended) => programs.start(check.command, {}, ended),
    () => identityOf(config.ssl, config.ssl?.password?.reveal()),
  )
  const session = probes.open()
  try {
    const attempts: HandAttempt[] = []
    for (const each of found) {
      for (const check of each.real.checks) attempts.push(...(await attemptsOf(check, each)))
    }
    return { formatVersion: 1, kacVersion, attempts }
  } finally {
    probes.close()
  }

  async function attemptsOf(check: Check, { virtualServer, realServer }: Found): Promise<HandAttempt[]> {
    if (check.kind === 'file' || check.kind === 'bfd') {
      return [{ virtualServer, realServer, check: checkName(check), result: toldNow(check, config), took: micros(0) }]
    }
    const kind = kindsOf(hostHttpPorts)[check.kind] as Kind
    const made: HandAttempt[] = []
    for (let step = 0; step < stepsOf(check); step++) {
      const answer = await new Promise<Answer>((done) => session.attempt(check, kind.exchange(check, step), done))
      const result = kind.judge(check, answer, step)
      made.push({ virtualServer, realServer, check: checkName(check, step), result, ...times(answer) })
    }
    return made
  }
}

/** What the file of a FILE_CHECK says now. Sessions of BFD are the daemon's. */
function toldNow(check: ToldCheck, { trackFiles }: Config): ProbeResult {
  const file = check.kind === 'file' ? trackFiles.find(({ name }) => name === check.file)?.file : undefined
  if (file === undefined) return { kind: 'unable', why: 'the session is kept by kac daemon; see kac status' }
  let content: string | undefined
  hostNumberFiles.watch(file, (now) => (content = now)).close()
  return judgeTold(check, numberIn(content ?? ''))
}

interface Found {
  readonly virtualServer: string
  readonly realServer: string
  readonly real: RealServer
}

/** By address, with or without the port. */
function serversNamed(config: Config, wanted: string): Found[] {
  const names = virtualServerNames(config)
  return config.virtualServers
    .flatMap((virtual, index) =>
      virtual.realServers.map((real) => ({
        virtualServer: names[index] ?? '',
        realServer: endpointName(real),
        real,
      })),
    )
    .filter(({ realServer, real }) => realServer === wanted || real.address === wanted)
}

function unknown({ virtualServers }: Config, wanted: string): string {
  const names = new Set(virtualServers.flatMap(({ realServers }) => realServers.map(endpointName)))
  if (names.size === 0) return `there is no real_server "${wanted}": the configuration has none`
  const shown = [...names].slice(0, 10).join(', ')
  return `there is no real_server "${wanted}"; there are: ${shown}${names.size > 10 ? ', ...' : ''}`
}

function stepsOf(check: Check): number {
  return check.kind === 'http' || check.kind === 'https' ? check.urls.length : 1
}

function times({ connected, took }: Answer): Pick<HandAttempt, 'connected' | 'took'> {
  return { ...(connected !== undefined && { connected }), took }
}

/** A line an attempt, under its server. */
export function handCheckText({ attempts }: HandCheck): string {
  const lines: string[] = []
  let heading = ''
  for (const { virtualServer, realServer, check, result, connected, took } of attempts) {
    const of = `${realServer} of ${virtualServer}`
    if (of !== heading) lines.push(of)
    heading = of
    const link = connected === undefined ? '' : `connected after ${showDuration(connected)}, `
    lines.push(`  ${check}: ${verdict(result)} (${link}done after ${showDuration(took)})`)
  }
  return lines.join('\n')
}

function showEffect({ weight, added }: { readonly weight?: number; readonly added?: number }): string {
  return weight !== undefined ? `, weight ${weight}` : added !== undefined ? `, adds ${added} to the weight` : ''
}

function verdict(result: ProbeResult): string {
  switch (result.kind) {
    case 'success':
      return `success${showEffect(result)}`
    case 'failure':
      return `failure: ${result.why}`
    case 'unable':
      return `could not be tried: ${result.why}`
  }
}
