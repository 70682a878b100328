import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, type Running, until } from '../support/lab/index.ts'

/** Real servers that leave the configuration of a daemon while clients are connected to them. */

const vip = '192.0.2.100'

function web(...servers: readonly number[]): string {
  const lines = servers.map((n) => `  real_server 10.0.0.${n} 80 {\n  }\n`)
  return `virtual_server ${vip} 80 {\n  protocol TCP\n  lb_algo rr\n  lb_kind NAT\n${lines.join('')}}\n`
}

/** A client, a director, and two servers behind it. */
async function site(lab: Lab): Promise<{ client: Host; director: Host }> {
  const client = await lab.host('client', { eth0: ['192.0.2.9/24'] })
  const director = await lab.host('lb1', {
    eth0: ['192.0.2.1/24', `${vip}/32`],
    eth1: { segment: 'inside', addresses: ['10.0.0.254/24'] },
  })
  await director.sh('sysctl -qw net.ipv4.ip_forward=1')
  for (const n of [1, 2]) {
    const host = await lab.host(`s${n}`, { eth0: { segment: 'inside', addresses: [`10.0.0.${n}/24`] } })
    await host.sh('ip route add default via 10.0.0.254')
    await says(
      host,
      'ready',
      `require('net').createServer((s) => s.on('error', () => {})).listen(80, () => console.log('ready'))`,
    )
  }
  return { client, director }
}

/** Runs a program until it has said this. */
async function says(host: Host, word: string, program: string): Promise<Running> {
  const running = host.spawn(process.execPath, ['-e', program])
  await running.says(word)
  return running
}

/** Connections that are open until it is killed. */
function connect(client: Host, count: number): Promise<Running> {
  return says(
    client,
    'connected',
    `let left = ${count}
     for (let i = left; i > 0; i--) require('net').connect(80, '${vip}', () => --left || console.log('connected'))`,
  )
}

const file = (host: Host) => `${host.folder}/keepalived.conf`
const kac = (host: Host, ...args: readonly string[]) => host.run('kac', args)
const plan = (host: Host) => kac(host, 'plan', '-f', file(host), '--detailed-exitcode')

function apply(host: Host, text: string, ...flags: readonly string[]): Running {
  return host.spawn('kac', ['apply', '-f', host.write('keepalived.conf', text), '--yes', ...flags])
}

async function weights(host: Host): Promise<string> {
  const lines = (await host.sh('ipvsadm -Sn')).matchAll(/-r 10\.0\.0\.(\d+):80 .* -w (\d+)/g)
  return [...lines]
    .map(([, server, weight]) => `${server}:${weight}`)
    .sort()
    .join(' ')
}

async function becomes(host: Host, wanted: string): Promise<void> {
  let now = ''
  const isSo = async () => {
    now = await weights(host)
    return now === wanted
  }
  await until(isSo, { within: 40_000, every: 100, what: () => `the table is ${now}` })
}

describe('kac apply --drain, while a daemon runs', () => {
  test('waits until clients have ended, and is back at once when the file is', async () => {
    await using lab = await Lab.open('drain-run')
    const { client, director } = await site(lab)
    const { daemon, stop } = await running(director, web(1, 2))
    const clients = await connect(client, 4)

    director.write('keepalived.conf', web(2))
    const planned = await plan(director)
    expect(planned.code).toBe(2)
    expect(planned.stdout).toContain('! 2 active connections')
    expect(planned.stdout).toContain('Connections at risk: 2.')

    const first = apply(director, web(2), '--drain', '5m')
    await first.says('draining 10.0.0.1:80 of 192.0.2.100:80/tcp: 2 connections left')
    expect(await weights(director)).toBe('1:0 2:1')
    expect((await plan(director)).code).toBe(0)
    expect((await kac(director, 'status')).stdout).toMatch(/10\.0\.0\.1:80 +192\.0\.2\.100:80\/tcp +2 +in 4 min/)
    expect((await kac(director, 'why', '10.0.0.1')).stdout).toContain('is draining')

    // Another one meanwhile changes its mind, and again.
    expect(await apply(director, web(1, 2)).exited).toMatchObject({ code: 0 })
    expect(await weights(director)).toBe('1:1 2:1')
    await daemon.says('10.0.0.1:80 of 192.0.2.100:80/tcp is wanted again')
    expect(await first.exited).toMatchObject({ code: 1 })
    await first.says('another configuration is in force by now')
    const second = apply(director, web(2), '--drain', '5m')
    await second.says('draining 10.0.0.1:80')
    await clients.kill()
    expect(await second.exited).toMatchObject({ code: 0 })
    await second.says('Applied, and read back')
    expect(await weights(director)).toBe('2:1')
    await stop()
  })

  test('a daemon that is killed leaves it to the next one; after its time it goes anyway', async () => {
    await using lab = await Lab.open('drain-again')
    const { client, director } = await site(lab)
    const { daemon } = await running(director, web(1, 2))
    await connect(client, 2)
    const draining = apply(director, web(2), '--drain', '35s')
    await draining.says('draining 10.0.0.1:80')
    await daemon.kill('SIGKILL')
    expect((await draining.exited).code).not.toBe(0)
    await draining.says('the next one goes on draining')

    const { daemon: next, stop } = await running(director, web(2))
    expect(await weights(director)).toBe('1:0 2:1')
    await becomes(director, '2:1')
    await next.says('10.0.0.1:80 of 192.0.2.100:80/tcp has had its time: connections that are cut: 1')
    await stop()
  })

  test('a daemon that is to drain always does so at every reload', async () => {
    await using lab = await Lab.open('drain-always')
    const { client, director } = await site(lab)
    const { daemon, stop } = await running(director, web(1, 2), '--drain', '5m')
    const clients = await connect(client, 2)
    director.write('keepalived.conf', web(2))
    daemon.signal('SIGHUP')
    await becomes(director, '1:0 2:1')
    await clients.kill()
    await becomes(director, '2:1')
    await stop()
  })
})

async function running(host: Host, text: string, ...flags: readonly string[]) {
  const started = await Kac.start(host, text, flags)
  return { daemon: started.daemon, stop: () => started.stop() }
}
