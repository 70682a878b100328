import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { buildEngine, engineProgram } from '../support/engine/index.ts'
import { type Advert, type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { bfdInstance, bird, keepalived } from '../support/peers/index.ts'

/** Another kac-engine takes over from the one that runs, and nobody outside can tell. */

const intervalMs = 100

function router(vrid: number, priority: number): string {
  return `vrrp_instance VI_${vrid} {
  interface eth0
  virtual_router_id ${vrid}
  priority ${priority}
  version 3
  advert_int ${intervalMs / 1000}
  garp_master_delay 1
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
}
`
}

const routing = `  virtual_routes {
    203.0.113.0/24 via 192.0.2.9
  }
  virtual_rules {
    from 198.51.100.7 table 300 priority 1000
  }
}
`

/** Master of the first, backup of the second. */
const configuration = router(51, 150).replace(/}\n$/, routing) + router(52, 50)
const peerConfiguration = router(51, 100) + router(52, 100)

function gapsMs(adverts: readonly Advert[]): number[] {
  return adverts.slice(1).map((advert, i) => (advert.at - (adverts[i]?.at ?? 0)) / 1000)
}

/** What the installed kac-engine is from now on, on this host alone. */
async function install(host: Host, program: string): Promise<void> {
  const { code, stderr } = await host.run('mount', ['--bind', program, engineProgram])
  if (code !== 0) throw new Error(stderr)
}

/** The daemon looks at once: at what changes on the host, and at what is installed. */
async function stir(host: Host): Promise<void> {
  await host.run('ip', ['address', 'add', '203.0.113.1/32', 'dev', 'lo'])
  await host.run('ip', ['address', 'delete', '203.0.113.1/32', 'dev', 'lo'])
}

describe('an engine takes over from another', needs('root', 'ip', 'tcpdump', 'keepalived', 'bird', 'c++'), () => {
  test('newer and older, again and again: no transition, no advert missed, no address touched, nothing announced', async () => {
    await using lab = await Lab.open('upgrade')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    const versions = ['0.0.8', '0.0.9']
    const programs = await Promise.all(versions.map((version) => buildEngine(lb1.folder, { version })))
    const peer = await keepalived(lb2, peerConfiguration)
    await install(lb1, programs[0] as string)
    let kac = await Kac.start(lb1, configuration)
    const daemons = [kac.daemon]
    await until(() => lb1.has('192.0.2.51') && lb2.has('192.0.2.52'), { within: 5000 })
    await sleep(1500)
    const pid = await kac.enginePid()
    const transitions = () => peer.output.match(/Entering \w+ STATE/g)?.length
    const before = transitions()
    const sentBefore = (await kac.status()).routers[0]?.counters.adverts_sent ?? 0
    const wire = await lab.capture('proto 112 or arp')
    const monitor = lb1.spawn('ip', ['monitor', 'address', 'link', 'route', 'rule'])

    for (let round = 1; round <= 6; round++) {
      await install(lb1, programs[round % 2] as string)
      kac = await Kac.run(lb1, ['-f', `${lb1.folder}/keepalived.conf`, '--replace'])
      daemons.push(kac.daemon)
      // The daemon before may have seen first what is installed.
      const tookOver = `kac-engine ${versions[round % 2]} took over from ${versions[(round + 1) % 2]}`
      const said = () => daemons.slice(-2).some(({ output }) => output.includes(tookOver))
      await until(said, { within: 15_000, what: tookOver })
      expect((await kac.status()).engine).toMatchObject({ pid, version: versions[round % 2] })
    }
    const output = daemons.map((daemon) => daemon.output).join('')
    expect(output.match(/ took over from /g)).toHaveLength(6)
    expect(output.slice(output.indexOf(' took over from '))).not.toMatch(/MASTER|BACKUP|FAULT/)

    await wire.stop()
    expect(transitions()).toBe(before)
    expect(wire.adverts(51).every(({ source, priority }) => source === '192.0.2.1' && priority === 150)).toBe(true)
    expect(wire.adverts(52).every(({ source }) => source === '192.0.2.2')).toBe(true)
    // A missed advert is a gap of two intervals; a busy machine may be late by much of one.
    expect(Math.max(...gapsMs(wire.adverts(51)))).toBeLessThan(1.9 * intervalMs)
    expect(wire.announcements()).toEqual([])
    expect(monitor.stdout).toBe('')
    const { routers } = await kac.status()
    expect(routers).toMatchObject([
      { state: 'MASTER', counters: { become_master: 1, release_master: 0 } },
      { state: 'BACKUP', counters: { become_master: 0 } },
    ])
    expect(routers[0]?.counters.adverts_sent).toBeGreaterThan(sentBefore + wire.adverts(51).length - 2)
  })

  test('and a BFD session with somebody else stays up', async () => {
    await using lab = await Lab.open('upgrade')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    const session = { local: '192.0.2.1', neighbor: '192.0.2.2', intervalMs, multiplier: 5 }
    const programs = await Promise.all(['0.0.8', '0.0.9'].map((version) => buildEngine(lb1.folder, { version })))
    await bird(lb2, { ...session, local: session.neighbor, neighbor: session.local })
    await install(lb1, programs[0] as string)
    let kac = await Kac.start(lb1, `${bfdInstance(session)}${router(51, 150)}`)
    await until(async () => (await kac.status()).sessions[0]?.state === 'Up', { within: 8000 })
    const discriminator = (await kac.status()).sessions[0]?.discriminator
    const wire = await lab.capture('udp')

    for (let round = 1; round <= 4; round++) {
      await install(lb1, programs[round % 2] as string)
      kac = await Kac.run(lb1, ['-f', `${lb1.folder}/keepalived.conf`, '--replace'])
    }

    await wire.stop()
    const said = new Set(wire.bfd().map(({ source, state }) => `${source} ${state}`))
    expect(said).toEqual(new Set(['192.0.2.1 Up', '192.0.2.2 Up']))
    expect((await kac.status()).sessions).toMatchObject([
      { state: 'Up', discriminator, counters: { went_up: 1, went_down: 0 } },
    ])
  })

  test('one that cannot is told of once, and the one that runs goes on', async () => {
    await using lab = await Lab.open('upgrade')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await Kac.start(host, router(51, 150))
    await until(() => host.has('192.0.2.51'), { within: 5000 })
    const { engine } = await kac.status()
    const file = (name: string) => `${host.folder}/${name}`
    const script = (name: string, text: string) => {
      writeFileSync(file(name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
      return file(name)
    }
    copyFileSync(engineProgram, file('locked'))
    chmodSync(file('locked'), 0o644)
    writeFileSync(file('text'), 'not a program', { mode: 0o755 })
    const rows: readonly (readonly [program: string, why: string])[] = [
      [script('crash', 'kill -SEGV $$'), 'it was ended by Segmentation fault'],
      [script('quit', 'exit 3'), 'it ended with code 3'],
      [script('refuse', 'echo "handed over in another version"; exit 1'), 'handed over in another version'],
      [file('locked'), 'Permission denied'],
      [file('text'), 'Exec format error'],
      [
        await buildEngine(host.folder, {
          version: '0.3.0',
          edit: {
            file: 'core/handover.h',
            from: 'handover_version = 1',
            to: 'handover_version = 2',
            also: ['core/handover.cc'],
          },
        }),
        'handed over in another version',
      ],
    ]
    const wire = await lab.capture('proto 112')
    for (const [program, why] of rows) {
      await install(host, program)
      const lines = () => kac.daemon.output.split('\n').filter((line) => line.includes(' goes on: '))
      const before = lines()
      await stir(host)
      await until(() => lines().length > before.length, { within: 5000, what: () => `${why} in ${kac.daemon.output}` })
      await stir(host)
      await sleep(300)
      expect(lines()).toEqual([...before, expect.stringMatching(`error kac-engine .* goes on: .*/kac-engine: ${why}$`)])
      expect((await kac.status()).engine).toMatchObject({ ...engine, timers: {}, strangers: [] })
    }
    await wire.stop()
    expect(Math.max(...gapsMs(wire.adverts(51)))).toBeLessThan(1.9 * intervalMs)
  })

  test('one that fails only when it is in charge goes back to the one before, which says why', async () => {
    await using lab = await Lab.open('upgrade')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await Kac.start(host, router(51, 150))
    await until(() => host.has('192.0.2.51'), { within: 5000 })
    const { engine } = await kac.status()
    const broken = await buildEngine(host.folder, {
      version: '0.3.0',
      edit: {
        file: 'shell/loop_handover.cc',
        from: 'server_.kept().resume(events, lost);',
        to: 'return "it is broken";',
      },
    })
    const wire = await lab.capture('proto 112 or arp')
    await install(host, broken)
    await stir(host)
    const line = 'kac-engine: its successor could not go on: it is broken; this one does\n'
    await kac.daemon.says(line)
    await stir(host)
    await sleep(500)
    await wire.stop()
    expect(kac.daemon.output.split(line).length).toBe(2)
    expect(kac.daemon.output).not.toContain('took over')
    expect((await kac.status()).engine).toMatchObject({ pid: engine?.pid, version: engine?.version })
    expect((await kac.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
    expect(Math.max(...gapsMs(wire.adverts(51)))).toBeLessThan(1.9 * intervalMs)
    expect(host.has('192.0.2.51')).toBe(true)
  })
})
