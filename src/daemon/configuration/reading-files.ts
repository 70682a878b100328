import { type Diagnostic, KacError } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import type { DaemonOptions } from '../options.ts'
import { placeName } from '../place.ts'
import type { DaemonPorts } from '../ports.ts'
import type { Candidate } from './judge.ts'

type Ports = Pick<DaemonPorts, 'texts' | 'log' | 'renderFindings'>
type Options = Pick<DaemonOptions, 'pid' | 'pidDirectory' | 'place'>

/** Files that tell others when a configuration is read, and what came of it: asked for by the one that is in force. */
export class ReadingFiles {
  readonly #ports: Ports
  readonly #options: Options
  #saved = 0

  constructor(ports: Ports, options: Options) {
    this.#ports = ports
    this.#options = options
  }

  /** reload_file is there while the source is read. */
  async during<T>(config: Config | undefined, read: () => Promise<T>): Promise<T> {
    const path = config && this.#reloadFile(config)
    if (path === undefined) return read()
    this.#attempt(() => this.#ports.texts.write(path, '', config?.global.umask ?? 0))
    try {
      return await read()
    } finally {
      this.#attempt(() => this.#ports.texts.remove(path))
    }
  }

  /** The file of reload_check_config has the findings of the last reading, and nothing where there are none. */
  checked(config: Config | undefined, findings: readonly Diagnostic[]): void {
    const { reloadCheck: path = '', umask = 0 } = config?.global ?? {}
    if (path === '') return
    const text = findings.length === 0 ? '' : `${this.#ports.renderFindings(findings)}\n`
    this.#attempt(() => this.#ports.texts.write(path, text, umask))
  }

  /** Into config_save_dir, each under a name of its own. */
  save({ config, expanded }: Candidate): void {
    const { saveDirectory: directory, umask = 0 } = config?.global ?? {}
    if (directory === undefined || !expanded) return
    const path = `${directory}/keepalived.conf.${this.#options.pid}.${this.#saved++}`
    this.#attempt(() => this.#ports.texts.write(path, expanded(), umask))
  }

  #reloadFile({ global: { reloadFile } }: Config): string | undefined {
    const name = placeName(this.#options.place)
    const usual = `${this.#options.pidDirectory}/keepalived${name === undefined ? '' : `_${name}`}.reload`
    return reloadFile === '' ? usual : reloadFile
  }

  /** Nothing that matters to the routers. */
  #attempt(task: () => void): void {
    try {
      task()
    } catch (error) {
      if (!(error instanceof KacError)) throw error
      this.#ports.log.error(error.message)
    }
  }
}
