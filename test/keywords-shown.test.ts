import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Effect, notServedYet, type Row } from '../grammar/index.ts'
import { allKeywords, keywordsIn } from './support/language/keywords-in.ts'
import { scenarioIn } from './support/scenario/index.ts'

/** Which keywords of virtual routers stand in a configuration that is run in namespaces, and why the others do not. */

const root = new URL('../', import.meta.url).pathname

/** Blocks of virtual routers; of `global_defs` what has to do with them. */
const blocks =
  /^(vrrp_instance|vrrp_sync_group|vrrp_script|vrrp_track_file|vrrp_track_process|track_file|track_process|track_group|garp_group|static_ipaddress|static_routes|static_rules|linkbeat_interfaces|linkbeat_use_polling|interface_up_down_delays)\b/
const ofRouters = (path: string, { facts }: Row) =>
  blocks.test(path) || (path.startsWith('global_defs/') && (facts.feature ?? '').split(', ').includes('vrrp'))

/** What is neither on a wire nor in a kernel. The table says of every keyword what it touches. */
const besides: ReadonlySet<Effect> = new Set(['process', 'file', 'mail', 'log', 'snmp', 'dbus'])
const touchesOnlyThese = ({ facts: { touches = [] } }: Row) =>
  touches.length > 0 && touches.every((effect) => besides.has(effect))

/** Lines of addresses, routes, rules and trackers have one reader and one meaning, wherever they stand. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/^(static_ipaddress|vrrp_instance\/virtual_ipaddress(_excluded)?)\//, 'address/'],
  [/^(static_routes|vrrp_instance\/virtual_routes)\//, 'route/'],
  [/^(static_rules|vrrp_instance\/virtual_rules)\//, 'rule/'],
  [/^(vrrp_instance|vrrp_sync_group)\/track_/, 'track_'],
  [/^vrrp_track_(file|process)\b/, 'track_$1'],
]
const kindOf = (path: string) => alike.reduce((text, [pattern, instead]) => text.replace(pattern, instead), path)

/** Keywords that no such configuration has, and why. */
const unshown: Readonly<Record<string, string>> = {
  'global_defs/vrrp_delay_after_boot':
    'a host of the laboratory booted with its machine: test/fixtures/engine/delay-after-boot.txt',
  'global_defs/vrrp_ipsets': 'nftables take its place: test/fixtures/lint/more-rules.txt',
  'global_defs/vrrp_iptables': 'nftables take its place: test/fixtures/lint/more-rules.txt',
  'route/as': 'it has no effect: test/fixtures/bind/routes.txt',
  'route/vrf': 'the kernel of the laboratory has no VRF: test/fixtures/desired/route-lines.txt',
}

/** Keywords that a test of another kind shows: user-mode-linux, or another program's help. */
const shownBy: Readonly<Record<string, string>> = {
  'global_defs/disable_local_igmp': 'test/lab/carry-vmac.test.ts',
  'global_defs/lvs_sync_daemon': 'test/uml/ipvs-settings.test.ts',
  'global_defs/nftables': 'test/lab/firewall.test.ts',
  'global_defs/nftables_ifindex': 'test/lab/firewall.test.ts',
  'global_defs/nftables_priority': 'test/lab/firewall.test.ts',
  'vrrp_instance/lvs_sync_daemon_interface': 'test/uml/twin-services.test.ts',
  'vrrp_instance/no_accept': 'test/lab/firewall.test.ts',
  'vrrp_instance/use_ipvlan': 'test/uml/vrrp.test.ts',
  'vrrp_instance/vrf': 'test/uml/vrrp.test.ts',
  track_bfd: 'test/lab/bfd.test.ts',
  'track_bfd/weight': 'test/lab/bfd.test.ts',
  'track_bfd/reverse': 'test/lab/bfd.test.ts',
  'track_bfd/noreverse': 'test/lab/bfd.test.ts',
}

const folders = ['agree', 'shown'].map((name) => `${root}test/fixtures/${name}/`)
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => folder + name))
const scenarios = files.map((file) => scenarioIn(readFileSync(file, 'utf8').split('== seen\n')[0] ?? ''))
const texts = scenarios.flatMap(({ configurations }) => [...configurations.values()])
const shown = new Set(texts.flatMap((text) => [...keywordsIn(text)].map(kindOf)))

const served = (path: string) => !notServedYet.some((other) => path === other || path.startsWith(`${other}/`))
const all = [...allKeywords()].filter(([path, row]) => ofRouters(path, row) && served(path) && !touchesOnlyThese(row))
const kinds = new Set(all.map(([path]) => kindOf(path)))

test('every keyword of a virtual router that touches packets or the kernel is run in namespaces', () => {
  expect(kinds.size).toBeGreaterThan(150)
  const missing = [...kinds].filter((kind) => !shown.has(kind) && !(kind in unshown) && !(kind in shownBy))
  expect(missing, 'put it into a scenario in test/fixtures/shown, or say here why not').toEqual([])
})

test('the exceptions are some, and stay it', () => {
  const excepted = [...Object.keys(unshown), ...Object.keys(shownBy)]
  expect(excepted.filter((kind) => !kinds.has(kind) && served(kind))).toEqual([])
  expect(excepted.filter((kind) => shown.has(kind))).toEqual([])
  const reasons = Object.values(unshown).map((reason) => reason.split(': ')[1] ?? '')
  const tests = Object.entries(shownBy).flatMap(([path, test]) => (served(path) ? [test] : []))
  expect([...reasons, ...tests].filter((path) => !existsSync(root + path))).toEqual([])
})
