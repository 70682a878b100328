import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Host, Lab, type Running, until } from '../support/lab/index.ts'

/** Clients of virtual services and the servers that they get their bytes from. */

beforeAll(() => {
  for (const name of ['ip_vs', 'ipip', 'ip6_tunnel']) execFileSync('modprobe', [name])
})

type Method = 'NAT' | 'DR' | 'TUN'
type Family = 4 | 6

const bytes = 100_000
const vip = { 4: '10.0.1.100', 6: '2001:db8:1::100' } as const
const bits = { 4: [24, 32], 6: [64, 128] } as const
const families = [4, 6] as const
/** Directors and clients are on one network; behind NAT servers are on another one, whose way out is the director. */
const network = (method: Method) => (method === 'NAT' ? 2 : 1)
const address = {
  4: (net: number, host: number) => `10.0.${net}.${host}`,
  6: (net: number, host: number) => `2001:db8:${net}::${host}`,
}

interface Site {
  readonly director: Host
  readonly client: Host
  readonly servers: readonly Host[]
}

async function build(lab: Lab, method: Method): Promise<Site> {
  const at = (net: number, host: number) => families.map((family) => `${address[family](net, host)}/${bits[family][0]}`)
  const single = families.map((family) => `${vip[family]}/${bits[family][1]}`)
  const director = await lab.host('director', {
    eth0: { segment: 'front', addresses: [...at(1, 1), ...single] },
    eth1: { segment: 'back', addresses: at(2, 1) },
  })
  await director.sh('sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1')
  const client = await lab.host('client', { eth0: { segment: 'front', addresses: at(1, 9) } })
  const net = network(method)
  const servers: Host[] = []
  for (const host of [11, 12]) {
    const segment = net === 1 ? 'front' : 'back'
    const server = await lab.host(`s${host}`, { eth0: { segment, addresses: at(net, host) } })
    await server.sh(prepared(method, host, single))
    await serve(server)
    servers.push(server)
  }
  return { director, client, servers }
}

/** What a server needs to take the packets: a way back, or the address, for which it must not answer. */
function prepared(method: Method, host: number, [first, second]: readonly string[]): string {
  if (method === 'NAT')
    return families.map((family) => `ip -${family} route add default via ${address[family](2, 1)};`).join('')
  const quiet =
    'sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 net.ipv4.conf.all.rp_filter=0'
  if (method === 'DR') return `${quiet}; ip address add ${first} dev lo; ip address add ${second} dev lo`
  return `${quiet}
    ip link set tunl0 up; sysctl -qw net.ipv4.conf.tunl0.rp_filter=0; ip address add ${first} dev tunl0
    ip link add tun6 type ip6tnl mode ip6ip6 local ${address[6](1, host)} remote any
    ip link set tun6 up; ip address add ${second} dev tun6`
}

/** Says its name and many bytes to whoever comes, or holds the connection until the other side speaks. */
async function serve(host: Host): Promise<Running> {
  const program = `
    const greet = (socket) => socket.end('${host.name} '.padEnd(${bytes}, '.'))
    require('net').createServer((socket) => socket.on('error', () => {}).once('data', (data) =>
      String(data) === 'hold' ? socket.write('held ').valueOf() && socket.once('data', () => greet(socket)) : greet(socket),
    )).listen(80, '::', () => console.log('ready'))`
  const running = host.spawn(process.execPath, ['-e', program])
  await until(() => running.output.includes('ready') || running.exit, { within: 10_000, what: () => running.output })
  return running
}

/** Who answered each of so many connections, one after the other, and with how many bytes. */
async function visit(client: Host, family: Family, times: number): Promise<string[]> {
  const program = `
    const visit = (left) => {
      if (left === 0) return
      let text = ''
      const done = (how) => { console.log(how); visit(left - 1) }
      const socket = require('net').connect(80, '${vip[family]}', () => socket.write('go'))
      socket.setTimeout(3000, () => socket.destroy(new Error('timeout')))
      socket.on('data', (data) => (text += data)).on('error', (error) => done(error.code ?? error.message))
        .on('end', () => done(text.split(' ')[0] + ' ' + text.length))
    }
    visit(${times})`
  const { stdout } = await client.run(process.execPath, ['-e', program])
  return stdout.trim().split('\n')
}

/** A connection that is open until \`finish\`. */
async function hold(client: Host, family: Family): Promise<{ finish(): Promise<string> }> {
  const program = `
    let text = ''
    const socket = require('net').connect(80, '${vip[family]}', () => socket.write('hold'))
    socket.on('data', (data) => { text += data; if (text === 'held ') console.log('held') })
      .on('end', () => console.log(text.slice(5).split(' ')[0] + ' ' + (text.length - 5)))
      .on('error', (error) => console.log(error.code))
    process.on('SIGUSR2', () => socket.write('go'))`
  const running = client.spawn(process.execPath, ['-e', program])
  await until(() => running.output.includes('held'), { within: 10_000, what: () => running.output })
  return {
    finish: async () => {
      running.signal('SIGUSR2')
      await running.exited
      return running.output.trim().split('\n').at(-1) ?? ''
    },
  }
}

function service(family: Family, method: Method, hosts: readonly number[]): string {
  const servers = hosts.map((host) => `  real_server ${address[family](network(method), host)} 80 {\n  }\n`)
  return `virtual_server ${vip[family]} 80 {
  lb_algo rr
  lb_kind ${method}
  protocol TCP
${servers.join('')}}
`
}

async function apply(host: Host, text: string, ...flags: string[]) {
  const { code, stdout, stderr } = await host.run('kac', [
    'apply',
    '-f',
    host.write('lb.conf', text),
    '--yes',
    ...flags,
  ])
  expect({ code, said: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, said: '' })
}

describe('clients', () => {
  test.for([
    { method: 'NAT', among: families },
    { method: 'DR', among: families },
    { method: 'TUN', among: [4] },
  ] as const)('get their bytes from each server in turn, by $method over $among', async ({ method, among }) => {
    await using lab = await Lab.open('traffic')
    const { director, client } = await build(lab, method)
    await apply(director, among.map((family) => service(family, method, [11, 12])).join(''))
    for (const family of among) {
      const answers = await visit(client, family, 4)
      expect([family, ...answers.sort()]).toEqual([family, ...[11, 11, 12, 12].map((host) => `s${host} ${bytes}`)])
    }
  })

  test('finish what they began with a server that is drained, and get the others meanwhile', async () => {
    await using lab = await Lab.open('drain')
    const { director, client } = await build(lab, 'NAT')
    await apply(director, service(4, 'NAT', [11]))
    const held = await hold(client, 4)
    await apply(director, service(4, 'NAT', [11, 12]))

    const plan = await director.run('kac', ['plan', '-f', director.write('next.conf', service(4, 'NAT', [12]))])
    expect(plan.stdout).toContain('! 1 active connection\n')
    expect(plan.stdout).toContain('Connections at risk: 1.')

    const draining = director.spawn('kac', ['apply', '-f', `${director.folder}/next.conf`, '--yes', '--drain', '60s'])
    await until(() => draining.output.includes('waiting for 1 connection'), {
      within: 10_000,
      what: () => draining.output,
    })
    expect(await visit(client, 4, 2)).toEqual([`s12 ${bytes}`, `s12 ${bytes}`])
    expect(draining.exit).toBeUndefined()
    expect(await held.finish()).toBe(`s11 ${bytes}`)
    expect(await draining.exited).toMatchObject({ code: 0 })
    expect(await director.sh('ipvsadm -Sn')).not.toContain('10.0.2.11')
  })
})
