import { KacError, seconds } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import type { PoolUpdate } from '../../check/index.ts'
import {
  type NotifyEffect,
  type NotifyEvent,
  nothingTold,
  notifications,
  type Served,
  serviceNews,
  servicesChanged,
  servicesStopped,
  type Told,
} from '../../notify/index.ts'
import type { Programs, RunningProgram } from '../../programs/index.ts'
import type { DaemonPorts } from '../ports.ts'
import { Pipes } from './pipes.ts'

interface Configured {
  readonly config: Config
  readonly programs: Programs
}

/** At a stop: what scripts, and mails on their way, still get. */
const lastWords = seconds(1)
const smtpPort = 25

/** Carries out what is to be told: scripts, pipes, mails. Never waits for any of them before the end. */
export class Telling {
  readonly #ports: DaemonPorts
  readonly #host: string
  readonly #pipes: Pipes
  #told: Told = nothingTold
  #now: Configured | undefined
  #before: Configured | undefined
  /** What the engine kept for a daemon, before there is a configuration to read it by. */
  #unread: NotifyEvent[] = []
  readonly #running = new Set<RunningProgram>()
  readonly #sending = new Set<Promise<void>>()
  #idle: () => void = () => {}

  constructor(ports: DaemonPorts, host: string) {
    this.#ports = ports
    this.#host = host
    this.#pipes = new Pipes(ports)
  }

  /** From here on it is told by this configuration; what a reload takes away is told by the one before. */
  adopt(config: Config, programs: Programs): void {
    this.#before = this.#now
    this.#now = { config, programs }
    this.#pipes.adopt(config, programs)
    for (const event of this.#unread.splice(0)) this.tell(event)
  }

  tell(event: NotifyEvent): void {
    const by = this.#configuredFor(event)
    if (!by) {
      this.#unread.push(event)
      return
    }
    const { told, effects } = notifications(this.#told, event, by.config)
    this.#told = told
    this.#carryOut(effects, by.config)
  }

  /** What checks found, under the configuration that they check by. */
  services(news: readonly PoolUpdate[], config: Config): void {
    this.#carryOut(serviceNews(news, config), config)
  }

  /** Another configuration is checked by, or the first one; its own news come after this. */
  servicesChanged(before: Served, after: Served): void {
    this.#carryOut(servicesChanged(before, after), after.config)
  }

  /** This host stops serving. */
  servicesStopped(served: Served): void {
    this.#carryOut(servicesStopped(served), served.config)
  }

  /** Resolves when all is said, or time is up and what still runs is made to end. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.clock.after(lastWords, resolve)
      this.#idle = () => {
        if (this.#running.size > 0 || this.#sending.size > 0) return
        cancel()
        resolve()
      }
      this.#idle()
    })
    for (const program of this.#running) program.signal('SIGTERM')
    await this.#pipes.finish(lastWords, this.#ports.clock)
  }

  /** Another daemon goes on; scripts that run come to their end. */
  release(): void {
    this.#pipes.release()
  }

  #configuredFor(event: NotifyEvent): Configured | undefined {
    const names = ({ config }: Configured) =>
      !('router' in event) || config.vrrpInstances.some(({ name }) => name === event.router)
    if (event.kind === 'transition' && event.removed && this.#before) return this.#before
    return this.#now && !names(this.#now) && this.#before && names(this.#before) ? this.#before : this.#now
  }

  #carryOut(effects: readonly NotifyEffect[], config: Config): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'script':
          this.#start(effect)
          break
        case 'line':
          this.#pipes.write(effect.half, effect.line)
          break
        case 'mail':
          this.#mail(effect, config)
          break
        case 'log':
          this.#ports.log[effect.level](effect.text)
      }
    }
  }

  /** A program of what a reload took away is one of the configuration before. */
  #start({ command, args }: Extract<NotifyEffect, { kind: 'script' }>): void {
    const by = [this.#now, this.#before].find((each) => each?.programs.allows(command))
    const running = by?.programs.start(command, { args }, ({ success, how }) => {
      if (!success) this.#ports.log.warn(`${command.argv.join(' ')} ${args.join(' ')}: ${how}`)
      if (running) this.#running.delete(running)
      this.#idle()
    })
    if (running) this.#running.add(running)
  }

  #mail({ subject, body }: Extract<NotifyEffect, { kind: 'mail' }>, { global }: Config): void {
    const { mailServer, mailTo, mailHelloName, mailTimeout, routerId = this.#host } = global
    if (!mailServer || mailTo.length === 0) return
    const sending = this.#ports.mailer
      .send({
        server: { host: mailServer.host, port: mailServer.port ?? smtpPort },
        timeoutMillis: mailTimeout / 1000,
        ...(mailHelloName !== undefined && { helloName: mailHelloName }),
        from: global.mailFrom ?? `root@${this.#host}`,
        to: mailTo,
        subject: `[${routerId}] ${subject}`,
        body,
      })
      .catch((error: unknown) => {
        if (!(error instanceof KacError)) throw error
        this.#ports.log.error(error.message)
      })
      .finally(() => {
        this.#sending.delete(sending)
        this.#idle()
      })
    this.#sending.add(sending)
  }
}
