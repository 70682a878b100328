import { showEndpoint } from '../base/index.ts'
import { IP_VS_SVC_F_PERSISTENT, type KernelState, kinds, showService } from '../kernel/index.ts'
import type { Change } from '../plan/index.ts'

/** What of net.ipv4.vs has the kernel forget whom it sends to a server of weight 0. */
export const forgetsClients = ['ipv4', 'vs', 'expire_quiescent_template'] as const
const shown = 3

/** As a plan has it. */
interface Known {
  readonly basis: Pick<KernelState, 'service'>
  readonly changes: readonly Change[]
}

/**
 * Draining keeps new clients from a server; those that persistence_timeout knows come back to it. What is to be said of
 * that. `setting`: what `forgetsClients` has.
 */
export function persistentClients({ basis, changes }: Known, setting: string | undefined): string | undefined {
  const persistent = basis.service.filter(({ flags }) => (flags & IP_VS_SVC_F_PERSISTENT) !== 0)
  const services = new Set(persistent.map(kinds.service.key))
  const going = changes.flatMap((change) =>
    change.kind === 'destination' && change.action === 'remove' && services.has(showService(change.before.service))
      ? [showEndpoint(change.before)]
      : [],
  )
  if (setting === '1' || going.length === 0) return undefined
  const more = going.length > shown ? ` and ${going.length - shown} more` : ''
  const names = `${going.slice(0, shown).join(', ')}${more}`
  return `persistence_timeout brings clients that it knows back to ${names}; with net.${forgetsClients.join('.')}=1 they go to other servers while it drains`
}
