import { type Diagnostic, hasErrors } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import { massChange, realServersOf } from './mass-change.ts'
import { isSamePlace, type Place } from './place.ts'

export interface Candidate {
  /** Absent: keepalived would refuse the whole file. */
  readonly config?: Config
  readonly diagnostics: readonly Diagnostic[]
  /** The text that it came from, in one piece. */
  readonly expanded?: () => string
}

export interface Accepted extends Candidate {
  readonly config: Config
}

export interface Guards {
  readonly allowEmpty: boolean
  readonly allowMassChange?: boolean
  /** How many routers run on this host while nothing is in force yet: a new daemon found the engine of another. */
  readonly running?: number
  readonly place: Place
}

/**
 * Why a candidate must not replace what is in force; undefined when it may. At the start everything is taken that
 * keepalived would run. Later a candidate with errors that the configuration in force does not have is refused, with
 * reload_check_config one with any, and one that would empty the host or take most real servers away: all are far more often an accident than a wish.
 */
export function objection(
  candidate: Candidate,
  inForce: Accepted | undefined,
  { allowEmpty, allowMassChange = false, running = 0, place }: Guards,
): string | undefined {
  if (!candidate.config) return refusal
  if (!isSamePlace(candidate.config, place)) return 'net_namespace or instance is another: that takes a restart'
  if (inForce) {
    const strict = inForce.config.global.reloadCheck !== undefined
    const { length } = newErrors(candidate.diagnostics, strict ? [] : inForce.diagnostics)
    if (length > 0) return `${length} ${length === 1 ? 'error is' : 'errors are'} ${strict ? '' : 'new '}in it`
  }
  const runsSome = inForce ? !isEmpty(inForce.config) : running > 0
  if (!allowEmpty && isEmpty(candidate.config) && runsSome) {
    return 'it has neither a vrrp_instance nor a virtual_server, and this host runs some; --allow-empty lets it through'
  }
  if (!inForce || allowMassChange || allowEmpty) return undefined
  return massChange(realServersOf(inForce.config), realServersOf(candidate.config))
}

/** What is to be said of a candidate without a configuration. */
export const refusal = 'keepalived would refuse this file'

export function isAccepted(candidate: Candidate): candidate is Accepted {
  return candidate.config !== undefined
}

function isEmpty(config: Config): boolean {
  return config.vrrpInstances.length === 0 && config.virtualServers.length === 0
}

/** Errors by code and text, as often as they were there: one that only moved, or counts differently, is not new. */
function newErrors(next: readonly Diagnostic[], before: readonly Diagnostic[]): Diagnostic[] {
  if (!hasErrors(next)) return []
  const known = new Map<string, number>()
  for (const found of before) known.set(identity(found), (known.get(identity(found)) ?? 0) + 1)
  return next.filter((found) => {
    if (found.severity !== 'error') return false
    const left = known.get(identity(found)) ?? 0
    known.set(identity(found), left - 1)
    return left <= 0
  })
}

function identity({ code, message }: Diagnostic): string {
  return `${code} ${message.replaceAll(/\d+/g, '#')}`
}
