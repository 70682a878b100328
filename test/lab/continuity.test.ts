import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Advert, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/** What happens to the daemon never reaches the wire: the engine keeps its roles. */

const intervalMs = 100

function configuration(priority: number, addresses: readonly string[] = ['192.0.2.100/24']): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int ${intervalMs / 1000}
  virtual_ipaddress {
    ${addresses.join('\n    ')}
  }
}
`
}

/** A host whose only router is master. */
async function startMaster(lab: Lab) {
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const kac = await Kac.start(host, configuration(150))
  await until(() => host.has('192.0.2.100'), { within: 3000 })
  return { host, kac }
}

function widestGapMs(adverts: readonly Advert[]): number {
  return Math.max(...adverts.slice(1).map((advert, i) => (advert.at - (adverts[i]?.at ?? 0)) / 1000))
}

describe('what happens to the daemon never reaches the wire', needs('root', 'ip', 'tcpdump', 'keepalived'), () => {
  test('a daemon killed, or replaced by another, ten times: no transition and no missed advert', async () => {
    await using lab = await Lab.open('continuity')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    const peer = await keepalived(lb2, configuration(100))
    let kac = await Kac.start(lb1, configuration(150))
    await until(() => lb1.has('192.0.2.100') && !lb2.has('192.0.2.100'), { within: 5000 })
    const engine = await kac.enginePid()
    const transitions = () => peer.output.match(/Entering \w+ STATE/g)?.length
    const before = transitions()
    const wire = await lab.capture('proto 112')

    for (let round = 0; round < 10; round++) {
      const old = kac
      if (round % 2 === 0) {
        await old.daemon.kill('SIGKILL')
        kac = await Kac.run(lb1, ['-f', `${lb1.folder}/keepalived.conf`])
      } else {
        kac = await Kac.run(lb1, ['-f', `${lb1.folder}/keepalived.conf`, '--replace'])
        expect(await old.daemon.exited).toEqual({ code: 0, signal: null })
      }
    }

    await wire.stop()
    expect(await kac.enginePid()).toBe(engine)
    expect(new Set(wire.adverts(51).map((advert) => advert.source))).toEqual(new Set(['192.0.2.1']))
    // A missed advert is a gap of two intervals; a busy machine may be late by much of one.
    expect(widestGapMs(wire.adverts(51))).toBeLessThan(1.9 * intervalMs)
    expect(transitions()).toBe(before)
  })

  test('a second daemon is refused as long as the first one lives, and does no harm', async () => {
    await using lab = await Lab.open('second')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await Kac.start(host, configuration(150))
    const second = await host.run('kac', ['daemon', '-f', `${host.folder}/keepalived.conf`])
    expect(second.code).toBe(75)
    expect(second.stderr).toBe(`kac: another kac daemon (pid ${kac.daemon.pid}) runs this engine\n`)
    expect((await kac.status()).daemon?.pid).toBe(kac.daemon.pid)
  })

  test('an engine that dies is started again and goes on with the same configuration', async () => {
    await using lab = await Lab.open('engine')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    process.kill(engine, 'SIGKILL')
    await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 5000, every: 100 })
    expect(await kac.enginePid()).not.toBe(engine)
    expect(host.has('192.0.2.100')).toBe(true)
  })

  test('a reload while the engine is started again waits for it', async () => {
    await using lab = await Lab.open('reload')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const kac = await Kac.start(host, configuration(150))
    const engine = await kac.enginePid()
    host.write('keepalived.conf', configuration(151))
    process.kill(engine, 'SIGKILL')
    await until(() => !isAlive(engine), { within: 1000 })
    kac.daemon.signal('SIGHUP')
    const priority = async () => (await kac.status()).routers[0]?.basePriority
    await until(async () => (await priority()) === 151, { within: 5000, every: 100, what: () => kac.daemon.output })
  })

  test('a file that a reload refused is not put in force by a crash, but by a stop and a start', async () => {
    await using lab = await Lab.open('crash')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const first = await Kac.start(host, configuration(150))
    const broken = `${configuration(90)}no_keyword\n`
    host.write('keepalived.conf', broken)
    first.daemon.signal('SIGHUP')
    await first.daemon.says('error refused')
    await first.daemon.kill('SIGKILL')

    const priorityOf = async (kac: Kac) => (await kac.status()).routers.map(({ basePriority }) => basePriority)
    const second = await Kac.start(host, broken)
    expect(await priorityOf(second)).toEqual([150])
    await second.daemon.says('keepalived.conf as it was before is in force')
    await second.daemon.says('1 error is new in it; what is in force since')
    expect((await second.problem()).message).toContain('refused')
    await second.stop()

    expect(await priorityOf(await Kac.start(host, broken))).toEqual([90])
  })

  test.for([
    ['keepalived would refuse', 'sed -i /virtual_router_id/d keepalived.conf'],
    ['is gone', 'rm keepalived.conf'],
  ] as const)('a file that %s ends no daemon after a crash, only after a stop', async ([, spoil]) => {
    await using lab = await Lab.open('unreadable')
    const { host, kac: first } = await startMaster(lab)
    await first.daemon.kill('SIGKILL')
    await host.sh(`cd ${host.folder}; ${spoil}`)

    const again = ['-f', `${host.folder}/keepalived.conf`]
    const second = await Kac.run(host, again)
    await second.daemon.says('going on with what was in force')
    expect((await second.problem()).message).toContain(`${host.folder}/keepalived.conf`)
    expect((await second.status()).routers).toMatchObject([{ state: 'MASTER', counters: { become_master: 1 } }])
    await second.stop()
    await expect(Kac.run(host, again)).rejects.toThrow('kac daemon ended')
  })

  test('an engine that dies under a better router leaves no address behind', async () => {
    await using lab = await Lab.open('engine')
    const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    const kac = await Kac.start(lb1, configuration(100))
    await until(() => lb1.has('192.0.2.100'), { within: 3000 })
    await Kac.start(lb2, configuration(150).replace('interface', 'nopreempt\n  interface'))
    process.kill(await kac.enginePid(), 'SIGKILL')
    await until(() => lb2.has('192.0.2.100') && !lb1.has('192.0.2.100'), { within: 5000, what: 'lb2 alone has it' })
    expect((await kac.status()).routers[0]?.state).toBe('BACKUP')
  })

  test('a daemon that started the engine ends when another takes over, and leaves it its socket', async () => {
    await using lab = await Lab.open('replace')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const first = await Kac.start(host, configuration(150))
    const second = await Kac.run(host, ['-f', `${host.folder}/keepalived.conf`, '--replace'])
    expect(await first.daemon.exited).toEqual({ code: 0, signal: null })
    expect((await second.status()).daemon?.pid).toBe(second.daemon.pid)
  })

  test('a daemon that finds another in charge of the engine that took the place of its own ends', async () => {
    await using lab = await Lab.open('faster')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const first = await Kac.start(host, configuration(150))
    const engine = await first.enginePid()
    first.daemon.signal('SIGSTOP')
    process.kill(engine, 'SIGKILL')
    await until(() => !isAlive(engine), { within: 1000 })
    const second = await Kac.run(host, ['-f', `${host.folder}/keepalived.conf`])
    first.daemon.signal('SIGCONT')
    expect(await first.daemon.exited).toEqual({ code: 0, signal: null })
    expect((await second.status()).daemon?.pid).toBe(second.daemon.pid)
  })

  test.for([0, 5, 20, 100])(
    'both get a signal, the daemon %i ms after the engine: both end, no address stays',
    async (gap) => {
      await using lab = await Lab.open('both')
      const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
      for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
        const kac = await Kac.start(host, configuration(150))
        await until(() => host.has('192.0.2.100'), { within: 3000 })
        process.kill(await kac.enginePid(), signal)
        await sleep(gap)
        await kac.stop()
        expect(host.has('192.0.2.100')).toBe(false)
        expect((await kac.status()).engine).toBeUndefined()
      }
    },
  )

  test('an engine that dies while it is told to resign: another takes off what it leaves', async () => {
    await using lab = await Lab.open('dying')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    process.kill(engine, 'SIGSTOP')
    const stopped = kac.stop()
    await sleep(300)
    process.kill(engine, 'SIGKILL')
    await stopped
    expect(host.has('192.0.2.100')).toBe(false)
    expect((await kac.status()).engine).toBeUndefined()
  })

  test('while the daemon is away the engine itself answers kac status and kac why', async () => {
    await using lab = await Lab.open('away')
    const { host, kac } = await startMaster(lab)
    await kac.daemon.kill('SIGKILL')
    expect((await kac.status()).routers).toMatchObject([{ name: 'VI_1', state: 'MASTER' }])
    expect((await kac.status()).daemon).toBeUndefined()
    expect((await host.run('kac', ['status'])).stdout).toContain('the daemon is away')
    expect((await host.run('kac', ['why', 'VI_1'])).stdout).toContain('is MASTER for VI_1')
    process.kill(await kac.enginePid(), 'SIGKILL')
    const dead = await host.run('kac', ['status'])
    expect(dead.stdout).toContain('no kac engine runs here')
    expect(dead.code).toBe(1)
  })

  test('SIGTERM resigns, takes the addresses off and ends the engine', async () => {
    await using lab = await Lab.open('stop')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    const wire = await lab.capture('proto 112')
    await kac.stop()
    await wire.stop()
    expect(wire.adverts(51).at(-1)?.priority).toBe(0)
    expect(host.has('192.0.2.100')).toBe(false)
    await until(() => !isAlive(engine), { within: 1000 })
  })
})

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
