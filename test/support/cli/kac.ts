import { readStatus } from '../../../src/cli/read-status.ts'
import type { StatusSnapshot } from '../../../src/status/index.ts'
import { type Host, type Running, type SpawnOptions, until } from '../lab/index.ts'

/** kac on a host of a laboratory: the daemon that was started, and the engine behind it. */
export class Kac {
  readonly daemon: Running
  readonly #host: Host

  private constructor(host: Host, daemon: Running) {
    this.#host = host
    this.daemon = daemon
  }

  /** Starts the daemon with this configuration and returns when it is in force. */
  static start(host: Host, configuration: string, args: readonly string[] = []): Promise<Kac> {
    return Kac.run(host, ['-f', host.write('keepalived.conf', configuration), ...args])
  }

  /** Starts the daemon with these arguments and returns when a configuration is in force. */
  static async run(host: Host, args: readonly string[], options: SpawnOptions = {}): Promise<Kac> {
    const daemon = host.spawn('kac', ['daemon', ...args], options)
    await until(() => daemon.output.includes('is in force') || daemon.exit, {
      within: 20_000,
      what: () => daemon.output,
    })
    if (daemon.exit) throw new Error(`kac daemon ended: ${daemon.output}`)
    return new Kac(host, daemon)
  }

  /** What `kac status --json` would print there, without a process of its own. */
  status(): Promise<StatusSnapshot> {
    return readStatus(`${this.#host.runFolder}/kac`)
  }

  /** Why what is there now is not in force, as soon as it is known. */
  problem(): Promise<{ readonly message: string }> {
    return until(async () => (await this.status()).configuration?.problem, { within: 5000 })
  }

  /** As soon as there is one: the daemon starts another one when it ends. */
  enginePid(): Promise<number> {
    return until(async () => (await this.status()).engine?.pid, { within: 5000, what: 'an engine runs' })
  }

  /** Kills daemon and engine at once, as a power cut would. */
  async killAll(): Promise<void> {
    const engine = await this.enginePid()
    process.kill(engine, 'SIGKILL')
    await this.daemon.kill('SIGKILL')
  }

  /** SIGTERM, as systemctl stop sends it. */
  async stop(): Promise<void> {
    await this.daemon.kill('SIGTERM')
  }
}
