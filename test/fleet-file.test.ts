import { describe, expect, test } from 'vitest'
import { readFleetFile } from '../src/fleet/index.ts'
import { fleetOf, renderFindings } from '../src/lint/index.ts'
import { configOf } from './support/config-of.ts'
import { type Case, caseFiles, rerun } from './support/language/cases.ts'

function run({ files }: Case): string {
  const { fleet, diagnostics } = readFleetFile({ name: 'kac.yaml', text: files.get('main.conf') ?? '' })
  const shown = fleet?.hosts.map(({ networks, environment, ...host }) => ({
    ...host,
    ...(environment && { environment: Object.fromEntries(environment) }),
    networks: Object.fromEntries(networks),
  }))
  const limit = fleet?.detectWithin === undefined ? '' : `within ${fleet.detectWithin} us\n`
  return `${renderFindings(diagnostics)}${limit}${(shown ?? []).map((host) => `${JSON.stringify(host)}\n`).join('')}`
}

describe('kac.yaml', () => {
  test.for(caseFiles('fixtures/fleet-file'))('$name', async ({ path }) => {
    await expect(rerun(path, run)).toMatchFileSnapshot(path)
  })
})

const router = (address: string) =>
  configOf(
    `vrrp_instance V {\n  interface eth0\n  virtual_router_id 7\n  priority 100\n  virtual_ipaddress {\n    ${address}\n  }\n}\n`,
  )

describe('virtual routers are joined', () => {
  test.for([
    ['by a shared address', [], [], '192.0.2.1/24', 1],
    ['whatever prefix it has', [], [], '192.0.2.1/25', 1],
    ['where one host says its network', ['192.0.2.0/24'], [], '192.0.2.1/24', 1],
    ['where both say the same', ['dmz', 'a'], ['b', 'dmz'], '192.0.2.1/24', 1],
    ['not where they say that they are apart', ['berlin'], ['paris'], '192.0.2.1/24', 2],
    ['not without an address in common', ['dmz'], ['dmz'], '192.0.2.9/24', 2],
  ] as const)('%s', ([, first, second, address, count]) => {
    const { virtualRouters } = fleetOf([
      { name: 'lb1', config: router('192.0.2.1/24'), networks: new Map([['eth0', first]]) },
      { name: 'lb2', config: router(address), networks: new Map([['eth0', second]]) },
    ])
    expect(virtualRouters).toHaveLength(count)
  })
})
