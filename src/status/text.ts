import { printable, unservedText } from '../base/index.ts'
import { drainingTable } from './draining.ts'
import { ageText, daemonText, showSeconds, table, takenText } from './layout.ts'
import { serviceTable } from './services-text.ts'
import { type SessionStatus, sessionCells, sessionHead, whySessionLines } from './sessions.ts'
import type { ConfigurationStatus, EngineProcess, RouterStatus, StatusSnapshot } from './snapshot.ts'
import type { TrackerStatus } from './trackers.ts'

/** For `kac status`. */
export function statusText(snapshot: StatusSnapshot): string {
  const { configuration } = snapshot
  const head = [headLine(snapshot), ...(configuration ? configurationLines(configuration) : [])]
  head.push(...timerLines(snapshot.engine), ...strangerLines(snapshot.engine))
  const tables = [routerTable, trackerTable, sessionTable, serviceTable, drainingTable].flatMap((each) =>
    each(snapshot),
  )
  return printable([...head, ...tables].join('\n'))
}

function headLine(snapshot: StatusSnapshot): string {
  const { host, takenAt } = snapshot
  return [host, daemonText(snapshot), engineText(snapshot), `taken ${takenAt}, ${ageText(snapshot)}`].join(' · ')
}

function engineText({ engine, silent }: StatusSnapshot): string {
  const pid = engine ? ` pid ${engine.pid}` : ''
  if (silent.includes('engine')) return `the engine${pid} does not answer: nothing is known of its roles`
  return engine ? `engine ${engine.version}${pid}` : 'no kac engine runs here, so this host holds no role'
}

function configurationLines({ source, commit, loadedAt, problem, unserved }: ConfigurationStatus): string[] {
  const what = commit ? `${source} at ${commit.id.slice(0, 8)} "${commit.subject}"` : source
  const unservedLine = unservedText(unserved)
  return [
    `configuration ${what}, ${loadedAt === undefined ? 'nothing of it is in force yet' : `in force since ${loadedAt}`}`,
    ...(problem ? [`! since ${problem.at} what is there is not what runs: ${problem.message}`] : []),
    ...(unservedLine === undefined ? [] : [`! ${unservedLine}`]),
  ]
}

function timerLines(engine: EngineProcess | undefined): string[] {
  const timers = engine?.timers
  const wakeUps = timers?.wakeUps.reduce((sum, { count: some }) => sum + some, 0) ?? 0
  if (!timers || wakeUps === 0) return []
  const mean = showSeconds(timers.lateSecondsSum / wakeUps)
  return [`timers late by ${mean} on average, ${showSeconds(timers.lateSecondsMax)} at most (${count(wakeUps)} served)`]
}

function strangerLines(engine: EngineProcess | undefined): string[] {
  return (engine?.strangers ?? []).map(({ source, virtualRouterId, adverts, lastAdvertSecondsAgo }) => {
    const heard = `${count(adverts)} heard, the last ${showSeconds(lastAdvertSecondsAgo)} ago`
    return `! ${source} sends adverts for virtual_router_id ${virtualRouterId}, which is not here (${heard})`
  })
}

function routerTable({ routers, engine, silent }: StatusSnapshot): string[] {
  if (!engine || silent.includes('engine')) return []
  if (routers.length === 0) return ['', 'no virtual routers']
  const rows = routers.map((router) => [
    router.name,
    String(router.configured?.virtualRouterId ?? '-'),
    router.configured?.interface ?? '-',
    router.state,
    showPriority(router),
    showSeconds(router.forSeconds),
    showMaster(router),
    router.objectsFailed > 0 ? `${router.objectsFailed} refused by the kernel` : '',
  ])
  return ['', ...table(['ROUTER', 'VRID', 'INTERFACE', 'STATE', 'PRIORITY', 'FOR', 'MASTER', ''], rows)]
}

/** Each thing once, whoever tracks it. */
function trackerTable({ routers }: StatusSnapshot): string[] {
  const tracked = new Map(
    routers.flatMap(({ trackers = [] }) => trackers.map((each) => [`${each.kind} ${each.name}`, each] as const)),
  )
  if (tracked.size === 0) return []
  const rows = [...tracked.values()].map((each) => [
    each.name,
    each.kind,
    each.detail,
    each.forSeconds === undefined ? '' : showSeconds(each.forSeconds),
    each.seenSecondsAgo === undefined ? '' : `${showSeconds(each.seenSecondsAgo)} ago`,
    each.lastLine ?? '',
  ])
  return ['', ...table(['TRACKED', 'KIND', 'VALUE', 'FOR', 'SEEN', 'SAID'], rows)]
}

function sessionTable({ sessions }: StatusSnapshot): string[] {
  return sessions.length === 0 ? [] : ['', ...table(sessionHead, sessions.map(sessionCells))]
}

/** For `kac why SESSION`. */
export function whySessionText(snapshot: StatusSnapshot, session: SessionStatus): string {
  const follows = ({ trackers = [] }: RouterStatus) =>
    trackers.some(({ kind, name }) => kind === 'bfd' && name === session.name)
  const routers = snapshot.routers.filter(follows).map(({ name }) => name)
  const taken = `taken ${ageText(snapshot)}: ${daemonText(snapshot)}`
  return printable([...whySessionLines(session, routers), taken].join('\n  '))
}

function showPriority({ basePriority, effectivePriority }: RouterStatus): string {
  return basePriority === effectivePriority ? `${basePriority}` : `${effectivePriority} (base ${basePriority})`
}

function showMaster({ state, master, counters }: RouterStatus): string {
  if (state === 'MASTER') return 'this host'
  // Those that it takes over from are none to it.
  if (!master) return state === 'BACKUP' && counters.adverts_received ? 'none above it' : 'none heard'
  const ago = master.lastAdvertSecondsAgo
  return `${master.address} (${master.priority})${ago === undefined ? '' : `, ${showSeconds(ago)} ago`}`
}

/** For `kac why ROUTER`: the state, what it rests on, and what would change it. */
export function whyText(snapshot: StatusSnapshot, router: RouterStatus): string {
  const { configured } = router
  const place = configured ? ` (VRID ${configured.virtualRouterId}, ${placeOf(configured)})` : ''
  const head = `${snapshot.host} is ${router.state} for ${router.name}${place} since ${showSeconds(router.forSeconds)}: ${router.reason}.`
  const body =
    router.state === 'MASTER' ? whyMaster(router) : router.state === 'BACKUP' ? whyBackup(router) : whyFault(router)
  return printable([head, ...body, ...groupLines(router), ...refusedLines(router), takenText(snapshot)].join('\n  '))
}

function placeOf({ interface: name, device }: NonNullable<RouterStatus['configured']>): string {
  return device ? `${device.name} on ${name}` : name
}

function whyMaster(router: RouterStatus): string[] {
  const sent = router.counters.adverts_sent ?? 0
  const { configured } = router
  return [
    `it sends an advert with ${priorityTerms(router)} every ${showSeconds(router.advertIntervalSeconds)} (${count(sent)} sent)`,
    ...(configured ? [`it holds ${configured.addresses.join(', ') || 'no address'}`] : []),
    `it gives the role up ${anyOf.format([...rivals(router), ...faults(router), 'when it is stopped'])}`,
  ]
}

const anyOf = new Intl.ListFormat('en', { type: 'disjunction' })

function rivals({ configured, effectivePriority }: RouterStatus): string[] {
  if (effectivePriority < 255) return [`to a priority above ${effectivePriority}`]
  return configured?.ignoresAdverts ? [] : ['to another owner']
}

/** What would put it in FAULT. */
function faults({ configured, trackers = [] }: RouterStatus): string[] {
  return [
    ...(configured?.tracksInterface === false ? [] : ['when its interface fails']),
    ...trackers.filter(({ weight }) => weight === 0).map((tracker) => `when ${tracker.name} ${faultOf(tracker)}`),
  ]
}

function faultOf({ kind, reverse }: TrackerStatus): string {
  if (kind === 'file') return reverse ? 'is 0' : 'is not 0'
  return reverse ? 'is good' : 'fails'
}

function groupLines({ configured }: RouterStatus): string[] {
  const { name, others = [] } = configured?.syncGroup ?? {}
  return others.length === 0 ? [] : [`in the sync group ${name} it has one role together with ${others.join(', ')}`]
}

function whyBackup(router: RouterStatus): string[] {
  const silent = showSeconds(router.masterDownIntervalSeconds)
  const { master } = router
  if (!master) {
    const heard = router.counters.adverts_received ? 'no master above it is heard' : 'no advert was heard yet'
    return [heard, `it has ${priorityTerms(router)}`, `it takes over ${silent} after it became BACKUP if that stays so`]
  }
  return [
    masterLine(router, master),
    `it has ${priorityTerms(router)}`,
    `it takes over ${silent} after ${master.address} falls silent, or ${showSeconds(router.skewSeconds)} after it stops cleanly`,
    ...preemptLines(router, master.address),
  ]
}

function whyFault({ trackers = [] }: RouterStatus): string[] {
  return trackers
    .filter(({ fault }) => fault)
    .map((tracker) => `${tracker.name} fails: ${tracker.kind} ${factsOf(tracker)}`)
}

function masterLine(router: RouterStatus, master: NonNullable<RouterStatus['master']>): string {
  const ago = master.lastAdvertSecondsAgo
  const rejected = Object.entries(router.counters).filter(([name]) => name.startsWith('rejected_'))
  const numbers = `${count(router.counters.adverts_received ?? 0)} received, ${count(rejected.reduce((sum, [, n]) => sum + n, 0))} rejected`
  const last = ago === undefined ? '' : `; last advert ${showSeconds(ago)} ago`
  const every = showSeconds(router.masterAdvertIntervalSeconds)
  return `${master.address} is MASTER with priority ${master.priority}${last} (every ${every}, ${numbers})`
}

function preemptLines(router: RouterStatus, master: string): string[] {
  if (!router.configured) return []
  return router.configured.preempt
    ? [`preemption is on: it takes over from any priority below ${router.effectivePriority}`]
    : [`nopreempt: it leaves the role to ${master} whatever its priority`]
}

function refusedLines(router: RouterStatus): string[] {
  return router.objectsFailed > 0
    ? [`! the kernel refused ${router.objectsFailed} of its addresses, routes and rules`]
    : []
}

function priorityTerms({ basePriority, effectivePriority, trackers = [] }: RouterStatus): string {
  const terms = trackers.map(
    (tracker) => `${tracker.change < 0 ? '-' : '+'} ${Math.abs(tracker.change)} ${tracker.name} (${factsOf(tracker)})`,
  )
  return [`priority ${effectivePriority} = ${basePriority} base`, ...terms].join(' ')
}

function factsOf({ detail, tookSeconds, weight, reverse, lastLine }: TrackerStatus): string {
  const facts = [
    detail,
    ...(tookSeconds === undefined ? [] : [showSeconds(tookSeconds)]),
    ...(weight === 0 ? [] : [`weight ${weight}${reverse ? ' reverse' : ''}`]),
    ...(lastLine === undefined ? [] : [`"${lastLine}"`]),
  ]
  return facts.join(', ')
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
