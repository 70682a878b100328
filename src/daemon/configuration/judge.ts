import type { Diagnostic } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'
import { movedBy, type Place } from '../place.ts'
import { massChange, realServersOf } from './mass-change.ts'
import { newIn } from './new-findings.ts'

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
 * Why a candidate must not replace what is in force, or what a daemon that did not stop left at work; undefined when it
 * may. At any other start everything is taken that keepalived would run. Later a candidate is refused that has errors
 * which the configuration in force does not have, with reload_check_config one with any, and one that would empty the
 * host or take most real servers away: all are far more often an accident than a wish.
 */
export function objection(
  candidate: Candidate,
  inForce: Accepted | undefined,
  { allowEmpty, allowMassChange = false, running = 0, place }: Guards,
): string | undefined {
  if (!candidate.config) return refusal
  const moved = movedBy(candidate.config, place)
  if (moved !== undefined) return `${moved} is another: that takes a restart`
  if (inForce) {
    const strict = inForce.config.global.reloadCheck !== undefined
    const { length } = newIn(errorsOf(candidate.diagnostics), strict ? [] : errorsOf(inForce.diagnostics))
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

function errorsOf(findings: readonly Diagnostic[]): Diagnostic[] {
  return findings.filter(({ severity }) => severity === 'error')
}
