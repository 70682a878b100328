import { describe, expect, test } from 'vitest'
import type { RouterState } from '../src/base/index.ts'
import { assumedUp, Devices, desired } from '../src/desired/index.ts'
import { routerIdentity } from '../src/engine/index.ts'
import { routersAfter } from '../src/status/index.ts'
import { configOf } from './support/config-of.ts'

/** What `kac plan` says of the roles is what a reload does to them. */

const router = (name: string, vrid: number, more = '') =>
  `vrrp_instance ${name} {\ninterface eth0\nvirtual_router_id ${vrid}\npriority 150\n${more}\nvirtual_ipaddress {\n192.0.2.${vrid}\n}\n}\n`

/** The routers of a configuration, all of them in this state with 140, in words. */
function rolesAfter(before: string, next: string, state: RouterState = 'MASTER'): string[] {
  const configBefore = configOf(before)
  const running = configBefore.vrrpInstances.map((instance) => {
    const { name, interface: dev, virtualRouterId, preempt } = instance
    const identity = routerIdentity(instance)
    const device = Devices.of(configBefore).own(instance)
    const configured = { identity, virtualRouterId, interface: dev, preempt, addresses: [], ...(device && { device }) }
    return { name, state, effectivePriority: 140, configured } as const
  })
  const config = configOf(next)
  const routers = routersAfter(config, running)
  const { roles } = desired(config, { routers, links: [], addresses: [], pools: assumedUp(config) })
  return roles.map(({ name, before, after, priority }) => `${name} ${before ?? '-'} ${after ?? '-'} ${priority}`)
}

describe('a router', () => {
  const one = router('VI_1', 51)
  test.for([
    { name: 'of another priority goes on', next: one.replace('150', '90'), roles: ['VI_1 MASTER MASTER 140'] },
    { name: 'of another name goes on', next: router('NEW', 51), roles: ['NEW MASTER MASTER 140'] },
    { name: 'of another VRID begins anew', next: router('VI_1', 61), roles: ['VI_1 MASTER BACKUP 150'] },
    {
      name: 'that has turned to unicast begins anew',
      next: router('VI_1', 51, 'unicast_peer {\n192.0.2.9\n}'),
      roles: ['VI_1 MASTER BACKUP 150'],
    },
    {
      name: 'of another name and VRID begins anew, and the other ends',
      next: router('NEW', 61),
      roles: ['NEW - BACKUP 150', 'VI_1 MASTER - 140'],
    },
    {
      name: 'goes on beside one that has taken its name',
      next: router('NEW', 51) + router('VI_1', 61),
      roles: ['NEW MASTER MASTER 140', 'VI_1 - BACKUP 150'],
    },
  ])('$name', ({ next, roles }) => {
    expect(rolesAfter(one, next)).toEqual(roles)
  })

  test('whose macvlan has to be made anew begins anew', () => {
    const before = router('VI_1', 51, 'use_vmac one')
    expect(rolesAfter(before, router('VI_1', 51, 'use_vmac two'))).toEqual(['VI_1 MASTER BACKUP 150'])
    expect(rolesAfter(before, before.replace('150', '90'))).toEqual(['VI_1 MASTER MASTER 140'])
  })

  test('that becomes the owner of its addresses is master at once, but for a sync group', () => {
    const owner = one.replace('150', '255')
    expect(rolesAfter(one, owner, 'BACKUP')).toEqual(['VI_1 BACKUP MASTER 255'])
    expect(rolesAfter(one, owner, 'FAULT')).toEqual(['VI_1 FAULT FAULT 140'])
    expect(rolesAfter(one, owner.replace('router_id 51', 'router_id 61'))).toEqual(['VI_1 MASTER MASTER 255'])
    const group = `vrrp_sync_group G {\ngroup {\nVI_1\nVI_2\n}\n}\n${router('VI_2', 52)}`
    expect(rolesAfter(group + one, group + owner, 'BACKUP')).toContain('VI_1 BACKUP BACKUP 140')
  })

  test('of the VRID and source of another one, to other peers, is another one, and both go on', () => {
    const [first, second] = ['VI_1', 'VI_2'].map((name, at) => router(name, 51, `unicast_peer {\n192.0.2.${at + 8}\n}`))
    expect(rolesAfter(`${first}${second}`, `${first}${second}`)).toEqual([
      'VI_1 MASTER MASTER 140',
      'VI_2 MASTER MASTER 140',
    ])
  })

  test('of one VRID with another one keeps its role when that one goes, comes first or has another name', () => {
    const unicast = (name: string, peer: number) => router(name, 51, `unicast_peer {\n192.0.2.${peer}\n}`)
    const both = `${unicast('VI_1', 8)}${unicast('VI_2', 9)}`
    expect(rolesAfter(both, unicast('VI_2', 9))).toEqual(['VI_2 MASTER MASTER 140', 'VI_1 MASTER - 140'])
    expect(rolesAfter(unicast('VI_2', 9), both)).toEqual(['VI_1 - BACKUP 150', 'VI_2 MASTER MASTER 140'])
    expect(rolesAfter(both, both.replace('VI_1', 'NEW'))).toEqual(['NEW MASTER MASTER 140', 'VI_2 MASTER MASTER 140'])
  })

  test('that says which address it sends from goes on', () => {
    const unicast = router('VI_1', 51, 'unicast_peer {\n192.0.2.9\n}')
    expect(rolesAfter(unicast, unicast.replace('priority', 'unicast_src_ip 192.0.2.1\npriority'))).toEqual([
      'VI_1 MASTER MASTER 140',
    ])
  })

  test('swaps names with another, and both go on', () => {
    expect(rolesAfter(one + router('VI_2', 52), router('VI_2', 51) + router('VI_1', 52))).toEqual([
      'VI_2 MASTER MASTER 140',
      'VI_1 MASTER MASTER 140',
    ])
  })

  test('ends under its VRID where another one goes on with its name', () => {
    expect(rolesAfter(one + router('VI_2', 52), router('VI_1', 52))).toEqual([
      'VI_1 MASTER MASTER 140',
      'VI_1 (VRID 51) MASTER - 140',
    ])
  })
})
