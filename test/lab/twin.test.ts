import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/lint/index.ts'
import { nowhere } from '../support/config-of.ts'
import { removeWhenGone } from '../support/janitor.ts'
import { needs } from '../support/needs.ts'
import { scenarioIn } from '../support/scenario/index.ts'
import { differences, twinMissing } from '../support/twin.ts'

/**
 * Each example, and each configuration that is shown in namespaces, run alone by keepalived and by kac: the kernel's
 * state while up and after the stop, and every packet.
 */

const root = new URL('../../', import.meta.url).pathname
/** What Debian has. */
const release = '2.2.7'

/** Where they do not do the same, by the rows of docs/differences.md that say so. */
const differ: Readonly<Record<string, string>> = {
  'garp-group-lb1': 'each is announced once before any is twice',
  'garp-group-lb2': 'each is announced once before any is twice',
  'paced-lb1': 'each is announced once before any is twice',
  'routes-lb1': '`inet` and `inet6` in a route or rule swallow the next word; a rule with `no_track`',
  'strict-lb1': 'two tables, `ip` and `ip6`',
  'strict-lb2': 'two tables, `ip` and `ip6`',
  'vmac-lb1': 'moves the multicast reports of a macvlan',
  'vmac-lb2': 'moves the multicast reports of a macvlan',
  'vmac-lb3': 'two tables, `ip` and `ip6`',
  'weights-lb1': 'a tracked process is not noticed in a network namespace',
}

/**
 * What announces each second: one more or one less fits into the time that is looked at. What counts processes: of the
 * whole machine.
 */
const unsteady = ['garp-extra-if', 'vmac-garp-intvl', 'weights-other']

/** By name, with the addresses of the host that the tool makes: 198.18.1.1 is its own on eth0. */
function shown(): Map<string, string> {
  const folder = `${root}test/fixtures/shown/`
  const steady = readdirSync(folder).filter((file) => !unsteady.includes(file.slice(0, -4)))
  const all = steady.flatMap((file) => {
    const scenario = scenarioIn(readFileSync(folder + file, 'utf8').split('== seen\n')[0] ?? '')
    return [...scenario.configurations].map(
      ([host, text]) => [`${file.slice(0, -4)}-${host.replaceAll(' ', '-')}`, moved(host, text)] as const,
    )
  })
  return new Map(all.filter(([, text]) => !text.startsWith('! keepalived') && isKnown(text)))
}

function moved(host: string, text: string): string {
  const own = host.replace(/^lb(\d).*/, '$1')
  const swap = (number: string) => (number === own ? '1' : number === '1' ? own : number)
  return text.replace(/\b192\.0\.2\.(\d)\b/g, (_, number: string) => `198.18.1.${swap(number)}`)
}

/** Whether that release knows every keyword, and kac acts on it. */
function isKnown(text: string): boolean {
  const { diagnostics } = compile({ source: { name: 'twin.conf', text } }, nowhere, { targetVersion: release })
  return !diagnostics.some(({ code }) => code === 'lint/newer-keyword' || code === 'lint/not-served-yet')
}

async function differing(files: readonly string[], jobs: number): Promise<string[]> {
  return [...(await differences(files, { jobs }))].flatMap(([file, lines]) => (lines.length === 0 ? [] : [file]))
}

describe('kac and keepalived do the same to host and wire', needs('root', 'keepalived', 'tcpdump'), () => {
  test('for every example and everything shown, but for what is listed', { timeout: 900_000 }, async (context) => {
    const missing = twinMissing()
    if (missing) context.skip(missing)
    const folder = mkdtempSync(join(tmpdir(), 'kac-twin-'))
    removeWhenGone(folder)
    const texts = shown()
    for (const [name, text] of texts) writeFileSync(join(folder, `${name}.conf`), text)
    // Those of load balancing are compared where there is a table of IPVS: test/uml/twin-services.test.ts.
    const examples = readdirSync(`${root}examples`).filter(
      (name) => name.endsWith('.conf') && !readFileSync(`${root}examples/${name}`, 'utf8').includes('virtual_server'),
    )
    const files = [
      ...examples.map((name) => `${root}examples/${name}`),
      ...[...texts.keys()].map((name) => join(folder, `${name}.conf`)),
    ]
    const first = await differing(files, 5)
    const unlisted = first.filter((file) => !(nameOf(file) in differ))
    // A busy machine moves an advert over the edge of what is looked at: once more.
    const still = unlisted.length === 0 ? [] : await differing(unlisted, 2)
    expect(still.map(nameOf)).toEqual([])
    expect(Object.keys(differ).filter((name) => !first.map(nameOf).includes(name))).toEqual([])
    const rows = readFileSync(`${root}docs/differences.md`, 'utf8')
    expect(
      Object.values(differ)
        .flatMap((why) => why.split('; '))
        .filter((why) => !rows.includes(why)),
    ).toEqual([])
    rmSync(folder, { recursive: true })
  })
})

function nameOf(file: string): string {
  return file.replace(/^.*\/(.*)\.conf$/, '$1')
}
