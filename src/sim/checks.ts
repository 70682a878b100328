import type { VrrpInstance } from '../bind/index.ts'
import type { Bounds } from './bounds.ts'
import type { Host } from './host.ts'

/** What has to hold of hosts at one moment; each problem is a line. */
export class Checks {
  readonly #hosts: readonly Host[]
  readonly #routers: readonly string[]
  readonly #bounds: Bounds
  readonly #quietFrom: number
  readonly #found = new Map<string, number>()

  /** `quietFrom`: when the last fault is over. */
  constructor(hosts: readonly Host[], bounds: Bounds, quietFrom: number) {
    this.#hosts = hosts
    this.#routers = [...new Set(hosts.flatMap(({ config }) => config.vrrpInstances.map(routerOf)))]
    this.#bounds = bounds
    this.#quietFrom = quietFrom
  }

  /** Each once, with when it was first seen. */
  get problems(): readonly string[] {
    return [...this.#found].map(([problem, at]) => `${at / 1000} ${problem}`)
  }

  /** When nothing may happen any more. */
  get settledAt(): number {
    return this.#quietFrom + this.#bounds.settled
  }

  /** When it has been at rest for long enough. */
  get end(): number {
    return this.settledAt + this.#bounds.rest
  }

  /** When to look even if nothing happens. */
  get moments(): readonly number[] {
    return [this.#quietFrom + this.#bounds.master, this.settledAt, this.end]
  }

  add(problem: string, at: number): void {
    if (!this.#found.has(problem)) this.#found.set(problem, at)
  }

  /** All that must hold now; while some hosts do not hear others, two masters may be right. */
  look(now: number, allHear: boolean): void {
    for (const host of this.#hosts) for (const problem of problemsOf(host)) this.add(problem, now)
    if (!allHear || now < this.#quietFrom + this.#bounds.master) return
    for (const router of this.#routers) this.#lookAt(router, now)
  }

  #lookAt(router: string, now: number): void {
    const awake = this.#hosts.filter((host) => host.isRunning && !host.isPaused)
    const states = awake.map((host) => ({ host, state: stateOn(host, router) })).filter(({ state }) => state)
    const masters = states.filter(({ state }) => state === 'MASTER').map(({ host }) => host)
    const able = states.filter(({ host, state }) => host.isSound || state !== 'FAULT')
    const names = masters.map(({ name }) => name).join(', ') || 'nobody'
    if (able.length > 0 && masters.length === 0) this.add(`${router} has as master ${names}`, now)
    if (now >= this.settledAt && masters.length > 1) this.add(`${router} has as master ${names}`, now)
  }
}

/** What is one virtual router on all hosts, whatever they call it. */
function routerOf({ virtualRouterId, family, interface: dev }: VrrpInstance): string {
  return `VRID ${virtualRouterId} of IPv${family} on ${dev}`
}

function stateOn(host: Host, router: string): string | undefined {
  const instance = host.config.vrrpInstances.find((each) => routerOf(each) === router)
  return instance && host.stateOf(instance.name)
}

/** Faults or not: an address is exactly where the Master is, and sync groups are together. */
function problemsOf(host: Host): string[] {
  if (!host.isRunning || host.isPaused) return []
  const { vrrpInstances, syncGroups } = host.config
  const addresses = vrrpInstances.flatMap(({ name, virtualAddresses }) => {
    const state = host.stateOf(name)
    return virtualAddresses.flatMap(({ address }) => {
      const there = host.kernel.has(address)
      return there === (state === 'MASTER') ? [] : [`${address} is ${there ? '' : 'not '}on ${host.name}, ${state}`]
    })
  })
  const apart = syncGroups.flatMap(({ name, members }) => {
    const states = new Set(members.map((member) => host.stateOf(member)))
    return states.size > 1 ? [`${name} is apart on ${host.name}`] : []
  })
  return [...addresses, ...apart]
}
