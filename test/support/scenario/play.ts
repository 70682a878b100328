import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { micros } from '../../../src/base/index.ts'
import type { Happening, Scenario, Transition } from '../../../src/sim/index.ts'
import { Kac } from '../cli/kac.ts'
import { Control } from '../engine/index.ts'
import { type Host, Lab, type Running } from '../lab/index.ts'
import { ip } from '../lab/namespace.ts'
import { keepalived } from '../peers/index.ts'
import { kernelOf, wireReport } from './report.ts'

export interface Played {
  /** With the times at which they really happened. */
  readonly scenario: Scenario
  readonly transitions: readonly Transition[]
}

/** Runs a scenario with kac, or keepalived where a configuration begins with `! keepalived`, in network namespaces. */
export async function play(scenario: Scenario): Promise<Played> {
  await using lab = await Lab.open('play')
  return await playIn(lab, scenario)
}

/** The same, and what was to be seen of it: on both segments, and at the end in the kernel of each host. */
export async function playAndLook(scenario: Scenario, isTimed = true): Promise<string[]> {
  await using lab = await Lab.open('show')
  const wires = await Promise.all(['lan', 'other'].map((segment) => lab.capture(worthSeeing, segment)))
  const before = new Map<Host, ReadonlySet<string>>()
  const hosts: string[] = []
  await playIn(lab, scenario, {
    atStart: async (host) => void before.set(host, new Set(await kernelOf(host))),
    atEnd: async (host, said) => {
      const now = [...(await kernelOf(host)).filter((line) => !before.get(host)?.has(line)), ...said]
      hosts.push(...now.map((line) => `${host.name} ${line}`))
    },
  })
  await Promise.all(wires.map((wire) => wire.stop()))
  const frames = wires.flatMap((wire) => wire.frames)
  return [...wireReport(frames, isTimed), ...hosts]
}

const worthSeeing = 'proto 112 or proto 51 or arp or icmp6'

interface Looks {
  readonly atStart: (host: Host) => Promise<void>
  readonly atEnd: (host: Host, said: readonly string[]) => Promise<void>
}

async function playIn(lab: Lab, scenario: Scenario, looks?: Looks): Promise<Played> {
  const started = new Set(scenario.happenings.flatMap((each) => (each.kind === 'start' ? [each.host] : [])))
  const players = new Map<string, Player>()
  for (const name of [...scenario.configurations.keys()].filter((each) => started.has(each))) {
    const player = await Player.open(lab, name, players.size + 1)
    players.set(name, player)
    await looks?.atStart(player.host)
  }
  const began = wallClock()
  const since = () => wallClock() - began
  // What a start takes of time puts off all that comes after it.
  let late = 0
  const reach = async (at: number) => sleep(Math.max(0, (at + late - since()) / 1000))
  const happenings: Happening[] = []
  for (const happening of scenario.happenings) {
    const player = 'host' in happening && players.get(happening.host)
    if (!player) throw new Error(`not in a laboratory: ${happening.kind}`)
    await reach(happening.at)
    const at = (await player.perform(happening, scenario)) - began
    if (happening.kind === 'start') late = Math.max(late, since() - happening.at)
    happenings.push({ ...happening, at: micros(at) })
  }
  await reach(scenario.end ?? 0)
  const end = micros(since())
  for (const { host, said } of players.values()) await looks?.atEnd(host, said)
  const transitions = [...players.values()].flatMap((player) => player.transitions(began))
  return { scenario: { ...scenario, happenings, end }, transitions }
}

/** What else the machine does is no part of a scenario. */
const inRealTime = 'global_defs {\n vrrp_rt_priority 50\n}\n'

/** Microseconds since 1970. */
function wallClock(): number {
  return Date.now() * 1000
}

/** When something happened that is begun and done here: halfway. */
function timed(happen: () => void): number {
  const before = wallClock()
  happen()
  return (before + wallClock()) / 2
}

type OnHost = Extract<Happening, { host: string }>

class Player {
  readonly #lab: Lab
  readonly host: Host
  readonly #observers: Control[] = []
  readonly #first: Transition[] = []
  #log: Running | undefined
  #daemonPid = 0
  #enginePid = 0

  private constructor(lab: Lab, host: Host) {
    this.#lab = lab
    this.host = host
  }

  static async open(lab: Lab, name: string, number: number): Promise<Player> {
    const eth1 = { segment: 'other', addresses: [`198.51.100.${number}/24`] }
    return new Player(lab, await lab.host(name, { eth0: [`192.0.2.${number}/24`, `fe80::${number}/64`], eth1 }))
  }

  /** Returns when it happened. */
  async perform(happening: OnHost, { configurations }: Scenario): Promise<number> {
    switch (happening.kind) {
      case 'start':
        return this.#start(configurations.get(happening.host) ?? '')
      case 'stop':
        return timed(() => process.kill(this.#daemonPid, 'SIGTERM'))
      case 'kill':
        return timed(() => [this.#daemonPid, this.#enginePid].map((pid) => process.kill(pid, 'SIGKILL')))
      case 'pause':
        return timed(() => process.kill(this.#enginePid, 'SIGSTOP'))
      case 'resume':
        return timed(() => process.kill(this.#enginePid, 'SIGCONT'))
      case 'plug':
        return timed(() => this.#lab.plug(this.host, happening.dev))
      case 'unplug':
        return timed(() => this.#lab.unplug(this.host, happening.dev))
      case 'file':
        return timed(() => writeFileSync(this.#path(happening.path), happening.content))
      case 'reload':
        return timed(() => {
          this.host.write('keepalived.conf', `${inRealTime}${configurations.get(happening.to) ?? ''}`)
          process.kill(this.#daemonPid, 'SIGHUP')
        })
      case 'delete':
        return timed(() =>
          ip(['-n', this.host.namespace, 'address', 'delete', `${happening.address}/24`, 'dev', 'eth0']),
        )
      case 'deaf':
        return timed(() =>
          this.#filter(
            `add table ip deaf; add chain ip deaf in { type filter hook input priority 0; }; add rule ip deaf in ip saddr ${happening.other.replace('lb', '192.0.2.')} drop`,
          ),
        )
      case 'hears':
        return timed(() => this.#filter('delete table ip deaf'))
      default:
        throw new Error(`not in a laboratory: ${happening.kind}`)
    }
  }

  /** Which adverts the log says were not for it, each once. */
  get said(): string[] {
    const about = [...(this.#log?.output ?? '').matchAll(/(?:info|warn) (.*(?:does not accept|sends) adverts .*)/g)]
    return [...new Set(about.map(([, line]) => `says ${line}`))].sort()
  }

  transitions(began: number): Transition[] {
    const told = this.#observers.flatMap((observer) => observer.heard('transition'))
    const later = told.map(({ realTime: at, router, from, to, reason }) => ({
      at,
      router,
      from,
      to,
      reason,
      host: this.host.name,
    }))
    return [...this.#first, ...later].map((transition) => ({ ...transition, at: transition.at - began }))
  }

  /** When a configuration reached the engine the engine alone knows: it is when its routers began. */
  async #start(configuration: string): Promise<number> {
    if (configuration.startsWith('! keepalived')) return this.#startKeepalived(configuration)
    const kac = await Kac.start(this.host, `${inRealTime}${configuration}`)
    this.#log = kac.daemon
    this.#daemonPid = kac.daemon.pid
    setPriority(this.#daemonPid, -20)
    const observer = await Control.greet(this.#path('/run/kac/engine.sock'), 'observer')
    this.#observers.push(observer)
    this.#enginePid = observer.heard('hello')[0]?.pid ?? 0
    const { now, realTime, routers } = await observer.status()
    const first = routers.map(({ name, state, since, reason }) => ({
      at: realTime - (now - since),
      host: this.host.name,
      router: name,
      from: 'INIT',
      to: state,
      reason,
    }))
    this.#first.push(...first)
    return Math.min(...first.map(({ at }) => at))
  }

  async #startKeepalived(configuration: string): Promise<number> {
    const daemon = await keepalived(this.host, configuration)
    this.#daemonPid = daemon.pid
    return wallClock()
  }

  /** A file of the host, from outside. */
  #path(path: string): string {
    return `/proc/${this.#daemonPid}/root${path}`
  }

  #filter(rules: string): void {
    ip(['netns', 'exec', this.host.namespace, 'nft', rules])
  }
}
