import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../until.ts'
import { Capture } from './capture.ts'
import { addNamespace, ip, killProcesses, processesIn, removeNamespace } from './namespace.ts'
import { type Exit, Running, type SpawnOptions } from './running.ts'

/** An address as `ip -json address` tells it. */
export interface HostAddress {
  readonly family: 'inet' | 'inet6'
  readonly local: string
  readonly prefixlen: number
  readonly scope: string
  readonly label?: string
}

export interface Finished extends Exit {
  readonly stdout: string
  readonly stderr: string
}

const root = new URL('../../..', import.meta.url).pathname
/** The checkout's `kac`, and the routing daemons that Debian keeps out of the PATH. */
const path = `${root}bin:${process.env.PATH}:/usr/sbin:/sbin:/usr/lib/frr`

/**
 * A host of a lab: a network namespace with a host name, a /run and a /var/lib of its own, all empty. Everything that
 * is started here ends with the lab.
 */
export class Host {
  readonly name: string
  /** For `ip -n` and `ip netns exec` by hand. */
  readonly namespace: string
  /** An empty folder outside: configurations, logs. */
  readonly folder: string
  readonly #holder: Running
  readonly #started: Running[] = []

  private constructor(name: string, namespace: string, folder: string, holder: Running) {
    this.name = name
    this.namespace = namespace
    this.folder = folder
    this.#holder = holder
  }

  static async create(name: string, labFolder: string): Promise<Host> {
    const namespace = addNamespace(name)
    const folder = join(labFolder, name)
    mkdirSync(folder)
    const script =
      'mount -t tmpfs tmpfs /var/lib && mount -t tmpfs tmpfs /run && hostname "$1" && echo ready && exec sleep infinity'
    const isolated = ['unshare', '--mount', '--uts', '--propagation', 'private', 'sh', '-c', script, 'sh', name]
    const holder = new Running('ip', ['netns', 'exec', namespace, ...isolated])
    await until(() => holder.stdout.includes('ready') || holder.exit, { within: 5000, what: `host ${name} is up` })
    if (holder.exit) throw new Error(`host ${name}: ${holder.output}`)
    return new Host(name, namespace, folder, holder)
  }

  /** Arguments of `nsenter` that lead a program onto this host. */
  get entrance(): readonly string[] {
    return ['--target', String(this.#holder.pid), '--mount', '--net', '--uts', '--']
  }

  /** Its /run, as a path of this machine. */
  get runFolder(): string {
    return `/proc/${this.#holder.pid}/root/run`
  }

  /** Starts a program. Its pid is the program's own: signals reach it and nothing else. */
  spawn(command: string, args: readonly string[] = [], options: SpawnOptions = {}): Running {
    const { env, cwd = this.folder } = options
    const enter = [`--wdns=${cwd}`, ...this.entrance]
    const running = new Running('nsenter', [...enter, command, ...args], { env: { PATH: path, ...env } })
    this.#started.push(running)
    return running
  }

  /** Runs a program to its end, whatever that is. */
  async run(command: string, args: readonly string[] = [], options: SpawnOptions = {}): Promise<Finished> {
    const running = this.spawn(command, args, options)
    const exit = await running.exited
    return { ...exit, stdout: running.stdout, stderr: running.stderr }
  }

  /** Runs shell text that must succeed, and returns what it printed. */
  async sh(script: string): Promise<string> {
    const { code, signal, stdout, stderr } = await this.run('sh', ['-euc', script])
    if (code !== 0) throw new Error(`${this.name}: ${script}: ${code ?? signal}: ${stderr}${stdout}`)
    return stdout
  }

  /** Writes a file into the host's folder and returns its path. */
  write(name: string, text: string): string {
    const file = join(this.folder, name)
    writeFileSync(file, text)
    return file
  }

  /** All that runs here. */
  get pids(): number[] {
    return processesIn(this.namespace, this.#holder.pid)
  }

  addresses(dev: string): HostAddress[] {
    const [link] = JSON.parse(ip(['-n', this.namespace, '-json', 'address', 'show', 'dev', dev]))
    return link.addr_info
  }

  /** Whether an address, without its prefix length, is on the interface. */
  has(address: string, dev = 'eth0'): boolean {
    return this.addresses(dev).some((entry) => entry.local === address)
  }

  /** Everything that one interface of this host sends and receives. See also `Lab.capture`. */
  capture(filter = '', dev = 'eth0'): Promise<Capture> {
    return Capture.start(this.namespace, dev, filter)
  }

  /**
   * Kills all that runs here, daemons and their children, so that nobody resigns, and empties /run. Interfaces and other
   * files stay.
   */
  async powerCut(): Promise<void> {
    this.#kill(this.#holder.pid)
    await Promise.all(this.#started.map((running) => running.exited))
    await this.sh('rm -rf /run/*')
  }

  /** All processes, or all but one; those too that were started a moment ago and have not come in yet. */
  #kill(except?: number): void {
    for (const running of this.#started) running.signal('SIGSTOP')
    killProcesses(this.namespace, except)
    for (const running of this.#started) running.signal('SIGKILL')
  }

  async close(): Promise<void> {
    this.#kill()
    removeNamespace(this.namespace)
    await Promise.all([this.#holder, ...this.#started].map((running) => running.exited))
  }
}
