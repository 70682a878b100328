import type { FactsPort, Place } from '../daemon/index.ts'
import { routeOrigins } from '../desired/index.ts'
import type { FileContent } from '../expand/index.ts'
import { forwardsIpv6, hostFiles, openNetlinkSocket, openNetlinkSocketsIn } from '../host/index.ts'
import {
  KernelError,
  type KernelPort,
  type KernelState,
  KernelView,
  type KindName,
  kinds,
  linkNames,
  netlinkKernel,
  objectId,
  ownProtocol,
  readState,
  stateOf,
  wantedOf,
  watch,
} from '../kernel/index.ts'
import { diff, order, stepMessages } from '../plan/index.ts'

/** The kernel of the network namespace that this process is in, and the IPVS of that which the configuration names. */
export function openKernel({ ipvsNamespace: name }: Pick<Place, 'ipvsNamespace'>): KernelPort {
  return netlinkKernel(openNetlinkSocket, name === undefined ? openNetlinkSocket : openNetlinkSocketsIn(name))
}

/** What the daemon wants to know of it. */
export function kernelFacts(kernel: KernelPort): FactsPort {
  const view = new KernelView(kernel)
  return {
    state: (reading) => view.read(reading),
    changed: () => view.changed(),
    read: async (config) => {
      const state = await view.read({
        only: ['address', 'route', 'rule', 'firewall', 'element'],
        routesOf: routeOrigins(config),
      })
      const {
        link: links,
        address: addresses,
        route: routes,
        rule: rules,
        firewall: firewalls,
        element: elements,
      } = state
      const forwarding = new Set(links.map(({ name }) => name).filter(forwardsIpv6))
      return {
        links,
        addresses,
        routes,
        rules,
        firewalls,
        elements,
        forwarding,
        readKey: (path) => textOf(hostFiles.read(path)),
      }
    },
    watch: (listener) =>
      watch(kernel, (event) => {
        view.hear(event)
        listener()
      }),
    removeOurs: (ids) => removeOurs(kernel, ids),
  }
}

function textOf(content: FileContent): string | undefined {
  return content.kind === 'text' ? content.text : undefined
}

async function removeOurs(kernel: KernelPort, ids: ReadonlySet<string>): Promise<readonly string[]> {
  const only = ['element', 'address', 'route', 'rule'] as const
  const live = await readState(kernel, { only, routesOf: new Set([ownProtocol]) })
  const known = new Set(only.flatMap((kind) => markedIds(kind, live)).filter((id) => ids.has(id)))
  const nothing = wantedOf(stateOf(() => []))
  const operations = order(diff(live, nothing, { protocol: Number.NaN, known }).changes)
  const links = linkNames(live.link)
  for (const { step, id } of operations) {
    const answers = await kernel.exchange(stepMessages(step, links))
    const refusal = answers.find((answer) => answer.refusal)?.refusal
    if (refusal && !alreadyGone.has(refusal.code)) {
      throw new KernelError({ op: 'remove', kind: step.kind, key: id.slice(step.kind.length + 1) }, refusal)
    }
  }
  return operations.map(({ id }) => id)
}

function markedIds<K extends KindName>(kind: K, live: KernelState): string[] {
  const marked = live[kind].filter((object) => kinds[kind].origin(object) === ownProtocol)
  return marked.map((object) => objectId(kind, object))
}

const alreadyGone: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENODEV', 'ESRCH', 'ENOENT'])
