import { showEndpoint } from '../base/index.ts'
import { massChange } from '../daemon/index.ts'
import { objectId } from '../kernel/index.ts'
import { outcomeOf, type Plan } from '../plan/index.ts'
import type { PlannedHost } from './plan-host.ts'

/** Why `kac apply` refuses a plan unless it is told to go on. */
export interface Guard {
  readonly code: 'guard-empty' | 'guard-mass-change'
  readonly message: string
}

/** A file that was emptied by accident must not take the addresses of a host away, nor one typo most real servers. */
export function guardsOf({ plan, compiled }: PlannedHost, file: string): Guard[] {
  const leavesNothing = compiled.config?.vrrpInstances.length === 0 && compiled.config.virtualServers.length === 0
  const empty = `${file} has neither a vrrp_instance nor a virtual_server, and this host has some`
  const against = massChangeOf(plan)
  return [
    ...(leavesNothing && plan.changes.some(({ action }) => action === 'remove')
      ? [{ code: 'guard-empty', message: `${empty}; --allow-empty lets it through` } as const]
      : []),
    ...(against === undefined ? [] : [{ code: 'guard-mass-change', message: against } as const]),
  ]
}

function massChangeOf({ basis, changes, foreign }: Plan): string | undefined {
  const others = new Set(foreign.map(({ id }) => id))
  const before = basis.destination.filter((each) => !others.has(objectId('destination', each))).map(showEndpoint)
  const { destination } = outcomeOf(basis, changes)
  return massChange(new Set(before), new Set(destination.map(showEndpoint)))
}
