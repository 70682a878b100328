import { Random } from './random.ts'

/** What may happen to a small fleet, as the text of a scenario: drawn from the seed alone. Seconds throughout. */
export function randomScenario(seed: number): string {
  const random = new Random(seed)
  const interval = pick(random, [0.01, 0.1, 1])
  const fleet = fleetOf(random, interval)
  const hosts = Array.from({ length: random.between(2, 4) }, (_, at) => `lb${at + 1}`)
  const configurations = hosts.flatMap((name, at) => {
    const settings = settingsOf(random, interval)
    const other = { ...settings, priority: random.between(1, 254) }
    const peers = hosts.flatMap((_, peer) => (peer === at ? [] : [peer + 1]))
    return [
      `== ${name}\n${configuration(fleet, settings, peers)}`,
      `== ${name} other\n${configuration(fleet, other, peers)}`,
    ]
  })
  const starts: Entry[] = hosts.map((name) => [random.fraction() * 5 * interval, `${name} start`])
  const count = random.between(0, 10)
  const faults = Array.from({ length: count }, () => faultOf(random, { hosts, interval, fleet })).flat()
  const happenings = [...starts, ...faults].sort(([a], [b]) => a - b)
  const lines = happenings.map(([at, what]) => `${at.toFixed(6)} ${what}`)
  return [`# Drawn\nseed ${seed}`, ...configurations, `== happenings\n${lines.join('\n')}`, ''].join('\n')
}

type Entry = readonly [at: number, what: string]

/** What all hosts have in common. */
interface Fleet {
  readonly version: 2 | 3
  readonly family: 4 | 6
  readonly routers: number
  readonly grouped: boolean
  readonly unicast: boolean
  readonly interval: number
  readonly script: boolean
  readonly file: boolean
}

interface Settings {
  readonly priority: number
  readonly preempt: string
  readonly scriptWeight: number
}

interface Drawing {
  readonly hosts: readonly string[]
  readonly interval: number
  readonly fleet: Fleet
}

function pick<T>(random: Random, from: readonly [T, ...T[]]): T {
  return from[random.between(0, from.length - 1)] ?? from[0]
}

function fleetOf(random: Random, interval: number): Fleet {
  const routers = random.between(1, 3)
  const family = random.chance(0.2) ? 6 : 4
  return {
    version: interval === 1 && family === 4 && random.chance(0.4) ? 2 : 3,
    family,
    routers,
    grouped: routers > 1 && random.chance(0.5),
    unicast: family === 4 && random.chance(0.2),
    interval,
    script: random.chance(0.3),
    file: random.chance(0.3),
  }
}

function settingsOf(random: Random, interval: number): Settings {
  const delay = `preempt_delay ${(interval * random.between(1, 20)).toFixed(2)}`
  return {
    priority: random.chance(0.2) ? 100 : random.between(1, 254),
    preempt: pick(random, ['preempt', 'preempt', 'preempt', 'nopreempt', delay]),
    scriptWeight: pick(random, [0, 0, 30, -60]),
  }
}

function configuration(fleet: Fleet, settings: Settings, peers: readonly number[]): string {
  const numbers = Array.from({ length: fleet.routers }, (_, at) => at + 1)
  const script = `vrrp_script check {\n script /bin/check\n interval ${Math.max(fleet.interval, 0.1)}\n weight ${settings.scriptWeight}\n rise 2\n fall 2\n}\n`
  const group = `vrrp_sync_group G {\n group {\n${numbers.map((number) => `  VI_${number}\n`).join('')} }\n${fleet.script ? ' track_script {\n  check\n }\n' : ''}}\n`
  return [
    fleet.script ? script : '',
    fleet.file ? 'track_file load {\n file /run/load\n weight -1\n}\n' : '',
    fleet.grouped ? group : '',
    ...numbers.map((number) => instance(number, fleet, settings, peers)),
  ].join('')
}

function instance(number: number, fleet: Fleet, { priority, preempt }: Settings, peers: readonly number[]): string {
  const dev = number === 3 ? 'eth1' : 'eth0'
  const network = dev === 'eth1' ? '198.51.100' : '192.0.2'
  const address = fleet.family === 4 ? `${network}.${100 + number}/24` : `fe80::${100 + number}/64`
  const lines = [
    `interface ${dev}`,
    `virtual_router_id ${number}`,
    `version ${fleet.version}`,
    `priority ${priority}`,
    `advert_int ${fleet.interval}`,
    ...(preempt === 'preempt' ? [] : [preempt]),
    ...(fleet.unicast ? [`unicast_peer {\n${peers.map((peer) => `  ${network}.${peer}\n`).join('')} }`] : []),
    ...(fleet.script && !fleet.grouped ? ['track_script {\n  check\n }'] : []),
    ...(fleet.file && !fleet.grouped ? ['track_file {\n  load\n }'] : []),
    `virtual_ipaddress {\n  ${address}\n }`,
  ]
  return `vrrp_instance VI_${number} {\n ${lines.join('\n ')}\n}\n`
}

/** Something that goes wrong and is over, or is over at once. */
function faultOf(random: Random, { hosts, interval, fleet }: Drawing): Entry[] {
  const from = random.fraction() * 45 * interval
  const until = from + random.fraction() * 15 * interval
  const at = random.between(0, hosts.length - 1)
  const host = hosts[at] ?? ''
  const other = hosts[(at + random.between(1, hosts.length - 1)) % hosts.length]
  const pair = (begins: string, ends: string): Entry[] => [
    [from, begins],
    [until, ends],
  ]
  const dev = pick(random, ['eth0', 'eth1'])
  const loss = random.fraction().toFixed(3)
  const delay = (random.fraction() * 2 * interval).toFixed(6)
  const ending = pick(random, ['bad', 'hang', `good ${(3 * Math.max(interval, 0.1)).toFixed(3)}`])
  const kinds: readonly [Entry[], ...Entry[][]] = [
    pair(`${host} crash`, `${host} start`),
    pair(`${host} kill`, `${host} start`),
    pair(`${host} stop`, `${host} start`),
    pair(`${host} pause`, `${host} resume`),
    pair(`${host} unplug ${dev}`, `${host} plug ${dev}`),
    pair(`${host} deaf ${other}`, `${host} hears ${other}`),
    pair(`wire loss ${loss}`, 'wire loss 0'),
    pair(`wire delay ${delay}`, 'wire delay 0'),
    pair(`${host} reload ${host} other`, `${host} reload ${host}`),
    [[from, `${host} delete ${fleet.family === 4 ? '192.0.2.101' : 'fe80::101'}`]],
    ...(fleet.script ? [pair(`${host} script check ${ending}`, `${host} script check good`)] : []),
    ...(fleet.file ? [pair(`${host} file /run/load ${random.between(1, 100)}`, `${host} file /run/load 0`)] : []),
  ]
  return pick(random, kinds)
}
