import { KacError, micros } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import type { NumberFilePort } from '../../track/index.ts'
import type { Clock, LogPort, TextPort } from '../ports.ts'
import { isoTime } from './in-force.ts'
import { lookAgainAfter, type ReloadTime, reloadTime } from './reload-time.ts'

interface Ports {
  readonly clock: Pick<Clock, 'realTime' | 'after'>
  readonly files: Pick<NumberFilePort, 'watch'>
  readonly texts: Pick<TextPort, 'remove'>
  readonly log: LogPort
}

/** Reloads at the time that reload_time_file holds, so that several hosts change at one moment. */
export class TimedReload {
  readonly #ports: Ports
  readonly #reload: () => Promise<unknown>
  #watching: { readonly path: string; close(): void } | undefined
  #repeat = false
  #cancel: () => void = () => {}

  constructor(ports: Ports, reload: () => Promise<unknown>) {
    this.#ports = ports
    this.#reload = reload
  }

  adopt({ global: { reloadTimeFile: path, reloadRepeat } }: Config): void {
    this.#repeat = reloadRepeat
    if (path === this.#watching?.path) return
    this.close()
    if (path === undefined) return
    const watching = this.#ports.files.watch(path, (content) => this.#read(path, content))
    this.#watching = { path, close: () => watching.close() }
  }

  close(): void {
    this.#cancel()
    this.#watching?.close()
    this.#watching = undefined
  }

  #read(path: string, content: string | undefined): void {
    this.#cancel()
    if (content === undefined || content.trim() === '') return
    const { clock, log } = this.#ports
    const time = reloadTime(content, clock.realTime())
    if (!time) {
      log.warn(`${path} holds no time to come: nothing is reloaded`)
      return
    }
    log.info(`${path}: reload at ${isoTime(time.at)}`)
    this.#wait(path, content, time)
  }

  #wait(path: string, content: string, time: ReloadTime): void {
    const { clock } = this.#ports
    const left = time.at - clock.realTime()
    if (left <= 0) void this.#fire(path, content, time)
    else this.#cancel = clock.after(micros(Math.min(left, lookAgainAfter)), () => this.#wait(path, content, time))
  }

  async #fire(path: string, content: string, { daily }: ReloadTime): Promise<void> {
    if (!(this.#repeat && daily)) this.#remove(path)
    await this.#reload()
    if (this.#repeat && daily && this.#watching?.path === path) this.#read(path, content)
  }

  #remove(path: string): void {
    try {
      this.#ports.texts.remove(path)
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.error(error.message)
    }
  }
}
