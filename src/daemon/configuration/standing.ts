import type { Micros } from '../../base/index.ts'
import type { ConfigurationStatus } from '../../status/index.ts'
import { configurationStatus, type InForce, isoTime } from './in-force.ts'
import type { ConfigSource } from './source.ts'

type Problem = NonNullable<ConfigurationStatus['problem']>

/** How the source and what runs stand to each other: what is in force, what was tried, and why it is not in force. */
export class Standing {
  #inForce: InForce | undefined
  /** Id of what was last considered. */
  #tried: string | undefined
  #problem: Problem | undefined
  /** The newest text was refused; an outage of the source in between does not change that. */
  #refusal: Problem | undefined
  #unreachable = false

  get inForce(): InForce | undefined {
    return this.#inForce
  }

  /** What stays when something else is not taken. */
  get stays(): string {
    return this.#inForce ? `what is in force since ${isoTime(this.#inForce.since)} stays` : 'nothing is in force yet'
  }

  status(source: ConfigSource): ConfigurationStatus {
    return configurationStatus(this.#inForce, source, this.#problem)
  }

  took(inForce: InForce): void {
    this.#inForce = inForce
    this.#tried = inForce.reading.id
    this.#problem = undefined
    this.#refusal = undefined
    this.#unreachable = false
  }

  refused(id: string, message: string, at: Micros): void {
    this.#tried = id
    this.#problem = { at: isoTime(at), message }
    this.#refusal = this.#problem
  }

  /** Tells whether that is news. */
  unreached(message: string, at: Micros): boolean {
    const isNews = this.#problem?.message !== message
    if (isNews) this.#problem = { at: isoTime(at), message }
    this.#unreachable = true
    return isNews
  }

  /** Tells whether this was considered before; then only the source is back. */
  knows(id: string): boolean {
    if (id !== this.#tried) return false
    if (this.#unreachable) this.#problem = this.#refusal
    this.#unreachable = false
    return true
  }
}
