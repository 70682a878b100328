import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** Frozen processes, folders that vanish or cannot be written, what a killed engine leaves: said, and got over. */

function configuration(address = '192.0.2.100/24', more = ''): string {
  return `vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  version 3
  advert_int 0.1
  ${more}
  virtual_ipaddress {
    ${address}
  }
}
`
}

async function startMaster(lab: Lab, text = configuration()): Promise<{ host: Host; kac: Kac }> {
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const kac = await Kac.start(host, text)
  await until(() => host.has('192.0.2.100'), { within: 3000 })
  return { host, kac }
}

const undisturbed = [{ name: 'VI_1', state: 'MASTER', counters: { become_master: 1, release_master: 0 } }]

describe('processes that are there and do not answer', needs('root', 'ip'), () => {
  test('of a frozen daemon the engine is asked instead; of a frozen engine nothing is claimed', async () => {
    await using lab = await Lab.open('frozen')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    const ask = (...args: string[]) => host.run('kac', args)

    kac.daemon.signal('SIGSTOP')
    const byEngine = await ask('status')
    expect(byEngine.stdout).toContain('the daemon does not answer: asked the engine itself')
    expect(byEngine.stdout).toMatch(/VI_1 .* MASTER /)
    expect(byEngine.code).toBe(0)
    expect((await ask('why', 'VI_1')).stdout).toMatch(/taken .* ago: the daemon does not answer/)
    const refused = await ask('apply', '-f', `${host.folder}/keepalived.conf`, '--yes')
    expect([refused.code, refused.stderr]).toEqual([75, 'kac: the daemon of this host does not answer\n'])

    process.kill(engine, 'SIGSTOP')
    const byNobody = await ask('status')
    expect(byNobody.code).toBe(75)
    expect(byNobody.stdout).toContain('the engine does not answer: nothing is known of its roles')
    expect(byNobody.stdout).not.toContain('MASTER')

    kac.daemon.signal('SIGCONT')
    const byDaemon = await ask('status', '--json')
    expect(byDaemon.code).toBe(75)
    expect(JSON.parse(byDaemon.stdout)).toMatchObject({
      ageSeconds: expect.any(Number),
      daemon: { pid: kac.daemon.pid },
      engine: { pid: engine },
      silent: ['engine'],
      routers: [],
      configuration: { source: `${host.folder}/keepalived.conf` },
    })
    const why = await ask('why', 'VI_1', '--json')
    expect(why.code).toBe(75)
    expect(JSON.parse(why.stdout)).toMatchObject({ formatVersion: 1, error: { code: 'engine-silent' } })
    expect((await ask('plan', '-f', `${host.folder}/keepalived.conf`)).code).toBe(75)

    process.kill(engine, 'SIGCONT')
    await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 5000, every: 100 })
  })

  test('another run directory is no second host: its daemon ends with 75 and names the engine that runs', async () => {
    await using lab = await Lab.open('second')
    const { host, kac } = await startMaster(lab)
    const file = `${host.folder}/keepalived.conf`
    const second = await host.run('kac', ['daemon', '-f', file, '--run-dir', '/run/other'])
    expect(second.code).toBe(75)
    expect(second.stderr).toContain(`another kac-engine (pid ${await kac.enginePid()}) runs in this network namespace`)
    expect((await kac.status()).routers).toMatchObject(undisturbed)
  })
})

describe('the run directory', needs('root', 'ip'), () => {
  test('removed, it comes back with both sockets, and no role moves', async () => {
    await using lab = await Lab.open('rundir')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    await host.sh('rm -r /run/kac')
    await until(async () => (await kac.status()).daemon?.pid === kac.daemon.pid, { within: 5000, every: 100 })
    expect(await kac.enginePid()).toBe(engine)
    expect((await kac.status()).routers).toMatchObject(undisturbed)
  })

  test('removed at the moment the engine dies, it is made again for the next engine', async () => {
    await using lab = await Lab.open('rundir')
    const { host, kac } = await startMaster(lab)
    const engine = await kac.enginePid()
    await host.sh(`rm -r /run/kac; kill -KILL ${engine}`)
    await until(async () => (await kac.status()).routers[0]?.state === 'MASTER', { within: 5000, every: 100 })
    expect(await kac.enginePid()).not.toBe(engine)
  })

  test('that cannot be written is named, with what the system says', async () => {
    await using lab = await Lab.open('rundir')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await host.sh('mkdir /run/kac && mount -t tmpfs -o ro tmpfs /run/kac')
    const { code, stderr } = await host.run('kac', ['daemon', '-f', host.write('keepalived.conf', configuration())])
    expect(code).toBe(1)
    expect(stderr).toContain('cannot listen on /run/kac/engine.sock: bind: Read-only file system')
    expect(stderr).not.toContain('started but does not listen')
  })

  test('a folder where the socket should be costs the answers, not the roles', async () => {
    await using lab = await Lab.open('rundir')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await host.sh('mkdir -p /run/kac/kac.sock/full')
    const kac = await Kac.start(host, configuration())
    await kac.daemon.says('cannot listen on /run/kac/kac.sock')
    await until(() => host.has('192.0.2.100'), { within: 3000 })
    await host.sh('rm -r /run/kac/kac.sock')
    await until(async () => (await kac.status()).daemon?.pid === kac.daemon.pid, { within: 5000, every: 100 })
  })
})

describe('a daemon that is started again', needs('root', 'ip'), () => {
  test('does not take an emptied file for a wish while routers run', async () => {
    await using lab = await Lab.open('empty')
    const { host, kac } = await startMaster(lab)
    await kac.daemon.kill('SIGKILL')
    const other = host.write('other.conf', '! nothing\n')
    const refused = await host.run('kac', ['daemon', '-f', other])
    expect(refused.code).toBe(3)
    expect(refused.stderr).toContain('--allow-empty lets it through')
    expect((await kac.status()).routers).toMatchObject(undisturbed)

    const file = host.write('keepalived.conf', '! nothing\n')
    const { daemon } = await Kac.run(host, ['-f', file])
    await daemon.says('--allow-empty lets it through')
    expect((await kac.status()).routers).toMatchObject(undisturbed)
    await Kac.run(host, ['-f', file, '--replace', '--allow-empty'])
    await until(() => !host.has('192.0.2.100'), { within: 1000 })
  })

  test('an engine that does not answer is waited for as long as child_wait_time, and resigns when it can', async () => {
    await using lab = await Lab.open('held')
    const { host, kac } = await startMaster(lab, `child_wait_time 1\n${configuration()}`)
    const engine = await kac.enginePid()
    process.kill(engine, 'SIGSTOP')
    expect(await kac.daemon.kill('SIGTERM')).toMatchObject({ code: 1 })
    await kac.daemon.says(/error stopping: kac-engine does not answer$/m)
    expect(host.has('192.0.2.100')).toBe(true)
    process.kill(engine, 'SIGCONT')
    await until(() => !host.has('192.0.2.100'), { within: 3000, what: 'it has resigned' })
  })

  test('takes off what a killed engine left and no configuration speaks of, and nothing else', async () => {
    await using lab = await Lab.open('leftover')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    // Marked as ours, as keepalived marks its own too, and never in an image of this daemon's.
    const other = host.write('other.conf', configuration('192.0.2.111/24'))
    await host.run('kac', ['apply', '-f', other, '--assume', 'VI_1=master', '--yes'])
    await host.sh('ip address add 192.0.2.112/24 dev eth0')
    const routes =
      'virtual_routes {\n203.0.113.0/24 via 192.0.2.9 dev eth0\n}\nvirtual_rules {\nfrom 192.0.2.100 table 100 preference 77\n}'
    const kac = await Kac.start(host, configuration('192.0.2.100/24', routes))
    const kernel = () => host.sh('ip route show 203.0.113.0/24; ip rule show preference 77')
    await until(async () => host.has('192.0.2.100') && /via.*lookup/s.test(await kernel()), { within: 3000 })
    await kac.killAll()
    const again = await Kac.start(host, configuration('192.0.2.101/24'))
    await until(() => !host.has('192.0.2.100') && host.has('192.0.2.101'), { within: 3000 })
    await again.daemon.says(/warn took off address 192\.0\.2\.100\/24 dev eth0, which a killed engine left/)
    expect(again.daemon.output.match(/took off \w+/g)?.sort()).toEqual([
      'took off address',
      'took off route',
      'took off rule',
    ])
    expect(await kernel()).toBe('')
    expect([host.has('192.0.2.111'), host.has('192.0.2.112')]).toEqual([true, true])
  })
})

test('what is read but not acted on is said by daemon, status, plan and apply', needs('root', 'ip'), async () => {
  await using lab = await Lab.open('unserved')
  const { host, kac } = await startMaster(lab, `global_defs {\nenable_traps\n}\n${configuration()}`)
  const said = '1 keyword is read but not acted on yet: enable_traps'
  await kac.daemon.says(` warn ${said}\n`)
  expect((await kac.status()).configuration?.unserved).toEqual(['enable_traps'])
  expect((await host.run('kac', ['status'])).stdout).toContain(`! ${said}\n`)
  for (const command of ['plan', 'apply']) {
    expect((await host.run('kac', [command, '-f', `${host.folder}/keepalived.conf`])).stderr).toBe(`kac: ${said}\n`)
  }
})
