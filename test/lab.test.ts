import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Lab, until } from './support/lab/index.ts'
import { needs } from './support/needs.ts'
import { frrVrrpd, keepalived } from './support/peers/index.ts'

const namespacesOf = (pid: number) => readdirSync('/run/netns').filter((name) => name.startsWith(`kac-${pid}-`))

describe('a laboratory of network namespaces', needs('root', 'ip', 'tcpdump', 'ping'), () => {
  test('hosts on one segment reach each other by IPv4 and IPv6 as soon as they are there', async () => {
    await using lab = await Lab.open('reach')
    const a = await lab.host('a', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
    await lab.host('b', { eth0: ['192.0.2.2/24', '2001:db8::2/64'] })

    for (const address of ['192.0.2.2', '2001:db8::2']) {
      expect(await a.run('ping', ['-c', '1', '-W', '1', address])).toMatchObject({ code: 0 })
    }
    expect(a.has('192.0.2.1')).toBe(true)
    expect(a.has('192.0.2.2')).toBe(false)
  })

  test('segments are apart, and a host may be on both', async () => {
    await using lab = await Lab.open('segments')
    const inner = await lab.host('inner', { eth0: { segment: 'dmz', addresses: ['198.51.100.1/24'] } })
    await lab.host('both', {
      eth0: ['192.0.2.1/24'],
      eth1: { segment: 'dmz', addresses: ['198.51.100.2/24'], mac: '02:00:00:00:be:ef' },
    })

    expect(await inner.run('ping', ['-c', '1', '-W', '1', '198.51.100.2'])).toMatchObject({ code: 0 })
    expect(await inner.sh('ip neighbour show dev eth0')).toContain('02:00:00:00:be:ef')
    expect((await inner.run('ping', ['-c', '1', '-W', '1', '192.0.2.1'])).code).not.toBe(0)
  })

  test('each host has a name, a /run and a /var/lib of its own', async () => {
    await using lab = await Lab.open('private')
    const [a, b] = [await lab.host('a'), await lab.host('b')]
    await a.sh('touch /run/mark /var/lib/mark')

    expect(await a.sh('hostname; ls /run /var/lib')).toBe('a\n/run:\nmark\n\n/var/lib:\nmark\n')
    expect(await b.sh('hostname; ls /run /var/lib')).toBe('b\n/run:\n\n/var/lib:\n')
    expect(existsSync('/run/mark')).toBe(false)
  })

  test('a pulled cable takes the carrier away, and back', async () => {
    await using lab = await Lab.open('cable')
    const a = await lab.host('a', { eth0: ['192.0.2.1/24'] })
    const carrier = () => a.sh('cat /sys/class/net/eth0/carrier')

    lab.unplug(a)
    await until(async () => (await carrier()) === '0\n', { within: 2000 })
    lab.plug(a)
    await until(async () => (await carrier()) === '1\n', { within: 2000 })
  })

  test('a started program has its own pid, output so far, and an end', async () => {
    await using lab = await Lab.open('spawn')
    const a = await lab.host('a')
    const shell = a.spawn('sh', ['-c', 'echo $$; echo oops >&2; exec sleep 60'], { env: { GREETING: 'hello' } })
    await until(() => shell.stdout !== '' && shell.stderr !== '', { within: 2000 })

    expect(shell.stdout).toBe(`${shell.pid}\n`)
    expect(shell.stderr).toBe('oops\n')
    expect(shell.exit).toBeUndefined()
    expect(await shell.kill('SIGTERM')).toEqual({ code: null, signal: 'SIGTERM' })
    expect(await a.run('sh', ['-c', 'exit 3'])).toMatchObject({ code: 3 })
    await expect(a.sh('echo no >&2; false')).rejects.toThrow('a: echo no >&2; false: 1: no')
  })

  test('a power cut ends what runs on one host, and the host stays', async () => {
    await using lab = await Lab.open('power')
    const [a, b] = [await lab.host('a', { eth0: ['192.0.2.1/24'] }), await lab.host('b')]
    const [here, there] = [a.spawn('sh', ['-c', 'sleep 61 & wait']), b.spawn('sleep', ['61'])]
    await a.powerCut()

    expect(here.exit).toEqual({ code: null, signal: 'SIGKILL' })
    expect(there.exit).toBeUndefined()
    expect(a.has('192.0.2.1')).toBe(true)
    expect(await a.sh('echo back')).toBe('back\n')
  })

  test('closing ends every process, children too, and removes every name', async () => {
    const lab = await Lab.open('close')
    const a = await lab.host('a')
    const left = a.spawn('sh', ['-c', 'setsid sleep 61 & echo $!; wait'])
    const child = Number(await until(() => left.stdout, { within: 2000 }))
    await lab.close()

    expect(left.exit).toEqual({ code: null, signal: 'SIGKILL' })
    await until(() => !existsSync(`/proc/${child}/exe`), { within: 2000 })
    expect(namespacesOf(process.pid)).toEqual([])
    expect(existsSync(lab.folder)).toBe(false)
  })

  test.for(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('a run that ends by %s leaves nothing behind', async (signal) => {
    const support = new URL('./support/lab/index.ts', import.meta.url)
    const script = `import { Lab } from '${support}'
      const lab = await Lab.open('killed')
      const a = await lab.host('a')
      a.spawn('sleep', ['62'])
      console.log(lab.folder)`
    const run = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(run.stdout.setEncoding('utf8'), 'data')
    const pid = run.pid ?? 0
    expect(namespacesOf(pid)).toHaveLength(2)
    run.kill(signal)
    await once(run, 'close')

    await until(() => namespacesOf(pid).length === 0 && !existsSync(said.trim()), { within: 5000 })
  })
})

const failover = { within: 10_000 }

describe.concurrent('peers in a laboratory', needs('root', 'ip', 'tcpdump', 'keepalived', 'vrrpd', 'zebra'), () => {
  test('keepalived takes its address, says so on the wire, and resigns when it is told to stop', async () => {
    await using lab = await Lab.open('keepalived')
    const a = await lab.host('a', { eth0: ['192.0.2.1/24'] })
    const wire = await lab.capture('vrrp or arp')
    const daemon = await keepalived(
      a,
      `
      vrrp_instance VI_1 {
        interface eth0
        virtual_router_id 51
        priority 100
        authentication {
          auth_type PASS
          auth_pass secret
        }
        virtual_ipaddress {
          192.0.2.10/24
        }
      }`,
    )
    await until(() => a.has('192.0.2.10') && wire.adverts(51).length >= 2, failover)
    await daemon.kill('SIGTERM')
    await wire.stop()

    expect(wire.adverts(51).at(-1)?.priority).toBe(0)
    expect(wire.adverts(51)[0]).toMatchObject({
      from: '02:00:00:00:00:01',
      to: '01:00:5e:00:00:12',
      source: '192.0.2.1',
      destination: '224.0.0.18',
      ttl: 255,
      version: 2,
      priority: 100,
      intervalMs: 1000,
      auth: 'pass',
      password: 'secret',
      addresses: ['192.0.2.10'],
      checksum: 'plain',
    })
    expect(wire.announcements('192.0.2.10')[0]).toMatchObject({ form: 'arp-request', mac: '02:00:00:00:00:01' })
    expect(a.has('192.0.2.10')).toBe(false)
  })

  test.for([
    { version: 2, family: 4, addresses: ['192.0.2.10'], checksum: 'plain', form: 'arp-request' },
    { version: 3, family: 4, addresses: ['192.0.2.10'], checksum: 'pseudo-header', form: 'arp-request' },
    { version: 3, family: 6, addresses: ['2001:db8::10'], checksum: 'pseudo-header', form: 'na' },
  ] as const)('FRR speaks VRRPv$version for IPv$family', async ({ version, family, addresses, checksum, form }) => {
    await using lab = await Lab.open('frr')
    const a = await lab.host('a', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
    const wire = await lab.capture()
    const daemon = await frrVrrpd(a, { vrid: 7, version, priority: 120, intervalMs: 1000, addresses })
    await until(() => wire.adverts(7).length >= 2 && wire.announcements(addresses[0]).length > 0, failover)
    await daemon.kill('SIGTERM')
    await until(() => wire.adverts(7).at(-1)?.priority === 0, failover)

    expect(wire.adverts(7)[0]).toMatchObject({ version, priority: 120, intervalMs: 1000, auth: 'none', checksum })
    const mac = `00:00:5e:00:0${family === 4 ? 1 : 2}:07`
    expect(wire.announcements(addresses[0])[0]).toMatchObject({ form, mac })
  })
})
