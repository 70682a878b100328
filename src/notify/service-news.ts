import { type Config, keepalivedServerName, type RealServer } from '../bind/index.ts'
import { checkName, type PoolUpdate, type ServiceEvent } from '../check/index.ts'
import type { NotifyEffect } from './event.ts'
import { type Home, homeOf, log, serverEffects, serverName, serviceEffects, weightLine } from './service-effects.ts'
import { checkBody, serverMail } from './service-mail.ts'

type EventOf<K extends ServiceEvent['kind']> = Extract<ServiceEvent, { kind: K }>

/**
 * What is to be told of what checks found: for a real server the log, its script and the line; then the same of the
 * virtual server when its quorum changes; then the mail of the check.
 */
export function serviceNews(news: readonly PoolUpdate[], config: Config): NotifyEffect[] {
  return news.flatMap(({ pool, events }) => {
    const home = homeOf(config, pool)
    return home ? events.flatMap((event) => eventEffects(event, home)) : []
  })
}

function eventEffects(event: ServiceEvent, home: Home): NotifyEffect[] {
  if (event.kind === 'quorum') return quorumEffects(event, home)
  const real = home.virtual.realServers[event.server]
  if (!real) return []
  switch (event.kind) {
    case 'server':
      return [...serverLog(event, real, home), ...serverEffects(real, home, event)]
    case 'weight':
      return [weightLine(real, home, event)]
    case 'check':
      return checkEffects(event, real, home)
    case 'attempt':
      return [log('info', `${event.check} on service ${serverName(real, home)} failed: ${event.why}`)]
  }
}

function serverLog({ alive, confirmed, check, why }: EventOf<'server'>, real: RealServer, home: Home): NotifyEffect[] {
  const server = serverName(real, home)
  const because = why === undefined ? '' : ` (${check}: ${why})`
  // It was never in use: there is nothing to take away.
  if (confirmed) return [log('warn', `service ${server} of VS ${home.name} is down${because}`)]
  const [verb, word] = real.inhibitOnFailure
    ? ([alive ? 'Enabling' : 'Disabling', 'of'] as const)
    : ([alive ? 'Adding' : 'Removing', alive ? 'to' : 'from'] as const)
  return [log(alive ? 'info' : 'warn', `${verb} service ${server} ${word} VS ${home.name}${because}`)]
}

function checkEffects(event: EventOf<'check'>, real: RealServer, home: Home): NotifyEffect[] {
  const check = real.checks[event.index]
  if (!check) return []
  const wanted = real.mailAlerts && (event.decided || home.config.global.mailCheckerChanges)
  const server = serverName(real, home)
  const said = event.up ? 'succeeds again' : `failed: ${event.why}`
  return [
    ...(event.decided ? [] : [log('info', `${checkName(check)} on service ${server} ${said}`)]),
    ...serverMail({ server, service: home.name, wanted, alive: event.alive, body: checkBody(check, event) }),
  ]
}

function quorumEffects({ up, sum, starting }: EventOf<'quorum'>, home: Home): NotifyEffect[] {
  const { quorum, hysteresis } = home.virtual
  const sign = up || starting ? '+' : '-'
  const threshold = sign === '+' ? quorum + hysteresis : quorum - hysteresis
  const what = up ? 'Gained quorum' : starting ? 'Starting with quorum down' : 'Lost quorum'
  const sums = `${quorum}${sign}${hysteresis}=${threshold} ${up ? '<=' : '>'} ${sum}`
  // What is mailed has one form for all, with a plus.
  const mailed = starting ? `Starting with quorum ${up ? 'up' : 'down'}` : what
  return [
    log(up ? 'info' : 'warn', `${what} ${sums} for VS ${home.name}`),
    ...sorryLines(home, { up, starting }),
    ...serviceEffects(home, { up, body: `${mailed} ${quorum}+${hysteresis}=${threshold} <= ${sum}` }),
  ]
}

function sorryLines(
  { virtual, name, config }: Home,
  { up, starting }: { readonly up: boolean; readonly starting: boolean },
): NotifyEffect[] {
  const { sorryServer, sorryInhibit } = virtual
  if (!sorryServer || (up && starting)) return []
  const sorry = `sorry server ${keepalivedServerName(sorryServer, virtual, config)}`
  const pool = up ? 'Adding alive servers to the pool' : 'Removing alive servers from the pool'
  const change = sorryInhibit
    ? `${up ? 'Disabling' : 'Enabling'} ${sorry} of VS ${name}`
    : `${up ? 'Removing' : 'Adding'} ${sorry} ${up ? 'from' : 'to'} VS ${name}`
  const texts = starting ? [change] : up ? [change, `${pool} for VS ${name}`] : [`${pool} for VS ${name}`, change]
  return texts.map((text) => log('info', text))
}
