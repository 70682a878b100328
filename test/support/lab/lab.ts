import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeWhenGone } from '../janitor.ts'
import { Capture } from './capture.ts'
import { Host } from './host.ts'
import { addNamespace, ip, removeNamespace } from './namespace.ts'

/** What an interface is plugged into and has; a list alone is addresses on the segment 'lan'. */
export interface Port {
  readonly segment?: string
  readonly addresses?: readonly string[]
  readonly mac?: string
}

/**
 * Hosts on bridged segments, each in a network namespace of its own; the bridges are in one more, so nothing of this
 * machine's network is touched. `await using lab = await Lab.open('name')` removes everything, whatever happens.
 */
export class Lab {
  readonly name: string
  readonly folder: string
  /** The namespace of the bridges and of the other ends of all cables. */
  readonly wire: string
  readonly #hosts: Host[] = []
  readonly #segments = new Set<string>()
  readonly #cables = new Map<string, string>()

  private constructor(name: string) {
    this.name = name
    this.folder = mkdtempSync(join(tmpdir(), `kac-${name}-`))
    removeWhenGone(this.folder)
    this.wire = addNamespace('wire')
  }

  static async open(name: string): Promise<Lab> {
    const lab = new Lab(name)
    // The bridges only carry: without addresses of their own they say nothing.
    ip(['netns', 'exec', lab.wire, 'sysctl', '-qw', 'net.ipv6.conf.default.disable_ipv6=1'])
    return lab
  }

  /** Adds a host with the given interfaces, up and with their addresses usable at once. */
  async host(name: string, interfaces: Readonly<Record<string, readonly string[] | Port>> = {}): Promise<Host> {
    const host = await Host.create(name, this.folder)
    this.#hosts.push(host)
    ip(['-n', host.namespace, 'link', 'set', 'lo', 'up'])
    for (const [dev, port] of Object.entries(interfaces))
      this.#plugIn(host, dev, isList(port) ? { addresses: port } : port)
    return host
  }

  /** Every frame on a segment, once each, whoever sent it. */
  async capture(filter = '', segment = 'lan'): Promise<Capture> {
    this.#addSegment(segment)
    return Capture.start(this.wire, segment, filter)
  }

  /** Pulls the cable: the host's interface loses its carrier. */
  unplug(host: Host, dev = 'eth0'): void {
    ip(['-n', this.wire, 'link', 'set', this.#cableOf(host, dev), 'down'])
  }

  plug(host: Host, dev = 'eth0'): void {
    ip(['-n', this.wire, 'link', 'set', this.#cableOf(host, dev), 'up'])
  }

  /** An interface in place of one that was deleted, with the number that it had, up and without addresses. */
  remake(host: Host, dev: string, index: number): void {
    const cable = this.#cableOf(host, dev)
    const peer = ['type', 'veth', 'peer', 'name', cable, 'netns', this.wire]
    ip(['-n', host.namespace, 'link', 'add', dev, 'index', String(index), 'up', ...peer])
    ip(['-n', this.wire, 'link', 'set', cable, 'up', 'master', 'lan'])
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.close()))
    removeNamespace(this.wire)
    rmSync(this.folder, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #addSegment(segment: string): void {
    if (this.#segments.has(segment)) return
    this.#segments.add(segment)
    // With snooping, multicast would wait for a querier.
    const bridge = ['type', 'bridge', 'mcast_snooping', '0', 'forward_delay', '0']
    ip(['-n', this.wire, 'link', 'add', segment, 'up', ...bridge])
  }

  #plugIn(host: Host, dev: string, port: Port): void {
    const { segment = 'lan', addresses = [] } = port
    this.#addSegment(segment)
    const number = this.#cables.size + 1
    const cable = `cable${number}`
    this.#cables.set(`${host.name} ${dev}`, cable)
    const mac = port.mac ?? `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`
    const peer = ['type', 'veth', 'peer', 'name', dev, 'address', mac, 'netns', host.namespace]
    ip(['-n', this.wire, 'link', 'add', cable, 'up', 'master', segment, ...peer])
    // No duplicate address detection: an address is usable at once. No solicitations: the wire is quiet.
    const quiet = ['accept_dad', 'router_solicitations', 'accept_ra'].map((key) => `net.ipv6.conf.${dev}.${key}=0`)
    ip(['netns', 'exec', host.namespace, 'sysctl', '-qw', ...quiet])
    const lines = [`link set ${dev} up`, ...addresses.map((address) => `address add ${address} dev ${dev}`)]
    ip(['-n', host.namespace, '-batch', '-'], lines.join('\n'))
  }

  #cableOf(host: Host, dev: string): string {
    const cable = this.#cables.get(`${host.name} ${dev}`)
    if (cable === undefined) throw new Error(`${host.name} has no ${dev}`)
    return cable
  }
}

function isList(port: readonly string[] | Port): port is readonly string[] {
  return Array.isArray(port)
}
