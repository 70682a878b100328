import { type KernelState, type KindName, kindNames, kinds } from '../kernel/index.ts'
import type { GoesWith } from './change.ts'

/**
 * Keeps account of what objects stand on while a difference is made: what goes, what comes in time to take its place, and
 * what comes only when something else has gone. The order in which `order` puts things is understood.
 */
export class Upheaval {
  /** How many live objects provide a resource. */
  readonly #live = new Map<string, number>()
  readonly #going = new Map<string, GoesWith[]>()
  /** What comes before anything is removed for good. */
  readonly #coming = new Set<string>()
  /** What comes after something has gone, and after which object. */
  readonly #late = new Map<string, string>()

  constructor(live: KernelState) {
    const count = <K extends KindName>(kind: K) => {
      for (const object of live[kind]) {
        for (const resource of kinds[kind].provides(object)) {
          this.#live.set(resource, (this.#live.get(resource) ?? 0) + 1)
        }
      }
    }
    for (const kind of kindNames) count(kind)
  }

  goes(resources: readonly string[], cause: GoesWith): void {
    for (const resource of resources) {
      const causes = this.#going.get(resource)
      if (causes) causes.push(cause)
      else this.#going.set(resource, [cause])
    }
  }

  comes(resources: readonly string[], waitsFor: string | undefined): void {
    for (const resource of resources) {
      if (waitsFor === undefined) this.#coming.add(resource)
      else this.#late.set(resource, waitsFor)
    }
  }

  /** What takes along an object that stands on these. */
  takes(resources: readonly string[]): GoesWith | undefined {
    const causes = resources.flatMap((resource) => this.#end(resource) ?? [])
    // Replacements are made before anything is removed for good.
    return causes.find(({ action }) => action === 'replace') ?? causes[0]
  }

  /** What a new object has to wait for: something that it needs, or that would take it along. */
  delays(needs: readonly string[], follows: readonly string[]): string | undefined {
    const needed = needs.find((resource) => this.#late.has(resource) && !this.#inTime(resource))
    if (needed !== undefined) return this.#late.get(needed)
    return follows.map((resource) => this.#end(resource)).find((cause) => cause?.action === 'remove')?.id
  }

  /** Why there is a time without this resource. */
  #end(resource: string): GoesWith | undefined {
    const causes = this.#causes(resource)
    if (causes.length === 0 || this.#stays(resource)) return undefined
    const removal = causes.find(({ action }) => action === 'remove')
    if (removal) return this.#coming.has(resource) ? undefined : removal
    return causes[0]
  }

  #inTime(resource: string): boolean {
    return this.#coming.has(resource) || this.#stays(resource)
  }

  #stays(resource: string): boolean {
    return this.#causes(resource).length < (this.#live.get(resource) ?? 0)
  }

  #causes(resource: string): readonly GoesWith[] {
    return this.#going.get(resource) ?? []
  }
}
