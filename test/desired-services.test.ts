import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type PoolState, positionOf } from '../src/base/index.ts'
import { assumedUp, ipvsSettings, markings, services } from '../src/desired/index.ts'
import { type KindName, kinds, type Objects, type Wanted } from '../src/kernel/index.ts'
import { configOf } from './support/config-of.ts'

const folder = new URL('./fixtures/desired/services/', import.meta.url)
const names = readdirSync(folder).flatMap((file) => /^(.*)\.conf$/.exec(file)?.[1] ?? [])

/** The pools of the text: `! state 0 sorry` and `! state 0 server 1 down` say how some stand, by number. */
function poolsOf(text: string, pools: readonly PoolState[]): PoolState[] {
  return pools.map((pool, virtual) => {
    const said = (what: string) => new RegExp(`^! state ${virtual} ${what}$`, 'm').exec(text)
    return {
      up: said('sorry') === null,
      sorry: said('sorry') !== null,
      servers: pool.servers.map(({ weight }, real) => ({
        alive: said(`server ${real} down`) === null,
        weight: Number(said(`server ${real} weight (\\d+)`)?.[1] ?? weight),
      })),
    }
  })
}

function shown<K extends KindName>(kind: K, { object, because }: Wanted<Objects[K]>): string {
  const { path, settings } = kinds[kind].show(object)
  const line = because && positionOf(because.at.source, because.at.start).line
  const reason = `${because?.block} ${because?.setting} at ${line}`
  return [
    path ?? `${kind} ${kinds[kind].key(object)}`,
    ...Object.entries(settings).map((each) => each.join(' ')),
    `(${reason})`,
  ].join('  ')
}

test.for(names)('the table of %s', async (name) => {
  const text = readFileSync(new URL(`${name}.conf`, folder), 'utf8')
  const config = configOf(text)
  const { service, destination } = services(config, poolsOf(text, assumedUp(config)))
  const lines = [
    ...service.map((each) => shown('service', each)),
    ...destination.map((each) => shown('destination', each)),
    ...markings(config).map((each) => shown('marking', each)),
  ]
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(new URL(`${name}.txt`, folder).pathname)
})

test('the sync daemon that an instance asks for has id 0, as keepalived gives it, whatever the VRID', () => {
  const config = configOf(`vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  lvs_sync_daemon_interface eth1
  virtual_ipaddress { 192.0.2.1 }
}
`)
  const daemons = ipvsSettings(config, () => 'MASTER')['sync daemon']
  expect(daemons.map((wanted) => [shown('sync daemon', wanted), wanted.present])).toMatchInlineSnapshot(`
    [
      [
        "sync daemon master  id 0  interface eth1  (vrrp_instance.VI_1 lvs_sync_daemon_interface at 4)",
        true,
      ],
      [
        "sync daemon backup  id 0  interface eth1  (vrrp_instance.VI_1 lvs_sync_daemon_interface at 4)",
        false,
      ],
    ]
  `)
})
