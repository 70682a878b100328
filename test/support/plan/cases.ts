import { readdirSync, readFileSync } from 'node:fs'
import type { RouterState } from '../../../src/base/index.ts'
import { assumedUp, assumeRuntime, desired, type RuntimeState } from '../../../src/desired/index.ts'
import { type Address, emptyState, type KernelState, ownProtocol } from '../../../src/kernel/index.ts'
import { makePlan, type Plan, type PlanInput } from '../../../src/plan/index.ts'
import { configOf } from '../config-of.ts'

/** What a case has beside its keepalived.conf. */
interface HostFile {
  /** Of eth0. What is left out is the default. */
  readonly addresses: readonly Partial<Address>[]
  /** What a daemon says; without one `assume` counts. */
  readonly routers?: Readonly<Record<string, RouterState>>
  readonly assume?: Readonly<Record<string, 'master' | 'backup'>>
}

const folder = new URL('../../fixtures/plan/', import.meta.url)

export const caseNames = readdirSync(folder)

export function caseInput(name: string): PlanInput {
  const host: HostFile = JSON.parse(readFileSync(new URL(`${name}/host.json`, folder), 'utf8'))
  const config = configOf(readFileSync(new URL(`${name}/keepalived.conf`, folder), 'utf8'))
  const live = liveState(host)
  const runtime = host.routers
    ? { routers: runtimeOf(host.routers), links: live.link, addresses: live.address, pools: assumedUp(config) }
    : assumeRuntime(config, {
        asked: new Map(Object.entries(host.assume ?? {})),
        links: live.link,
        addresses: live.address,
      })
  const want = desired(config, runtime)
  return {
    live,
    want: want.objects,
    roles: want.roles,
    scope: { protocol: ownProtocol, known: new Set() },
    host: 'lb1',
    source: 'main@3f2c1ab',
    kernel: '6.1.0-44-amd64',
    readAt: '2026-01-02T03:04:05.000Z',
  }
}

export function casePlan(name: string): Plan {
  return makePlan(caseInput(name))
}

function liveState({ addresses }: HostFile): KernelState {
  const defaults = { dev: 'eth0', flags: [], preferredLifetime: 'forever' } as const
  return {
    ...emptyState,
    link: [{ name: 'eth0', index: 2, mtu: 1500, flags: 0x1 }],
    address: addresses.map((address) => ({ ...defaults, ...address }) as Address),
  }
}

function runtimeOf(routers: Readonly<Record<string, RouterState>>): RuntimeState['routers'] {
  return new Map(Object.entries(routers).map(([name, state]) => [name, { state, effectivePriority: 150 }]))
}
