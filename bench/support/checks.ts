/**
 * Health checks: what one costs, in a process of kac's and in keepalived's, and how long ten in a hundred servers that die
 * at once stay unnoticed. keepalived checks nothing where the kernel has no ip_vs: then kac stands alone.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type FromChecker, instructionsOf } from '../../src/check/index.ts'
import { ForkedChecker } from '../../test/support/check/forked.ts'
import { configOf } from '../../test/support/config-of.ts'
import { type Host, Lab, until } from '../../test/support/lab/index.ts'
import { keepalived } from '../../test/support/peers/index.ts'
import { table } from './table.ts'
import { processOf } from './usage.ts'

const alive = 8080
const dying = 8081
const measuredSeconds = 10
const row = table(12, 9, 12, 10, 17, 12, 22)

/** Servers of the loopback, checked once a second each; each tenth one is at the port that dies. */
function configuration(servers: number, check: string): string {
  const real = (
    index: number,
  ) => `  real_server 127.1.${index >> 8}.${index & 255} ${index % 10 === 9 ? dying : alive} {
    ${check}
  }`
  const virtual = (index: number) => `virtual_server 10.9.${index >> 8}.${index & 255} 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  delay_loop 1
  warmup 1
  retry 1
  delay_before_retry 1
  quorum 1
${Array.from({ length: 10 }, (_, server) => real(index * 10 + server)).join('\n')}
}`
  return `global_defs {\n  lvs_notify_fifo /run/fifo\n}\n${Array.from({ length: servers / 10 }, (_, index) => virtual(index)).join('\n')}\n`
}

const tcp = 'TCP_CHECK {\n    }'
const http = 'HTTP_GET {\n      url {\n        path /\n        status_code 200\n      }\n    }'

/** Whoever checks: its process, and how many servers it has found dead. */
interface Checking {
  readonly pid: number
  dead(): number
}

interface Program {
  readonly name: string
  start(host: Host, text: string): Promise<Checking>
}

const kac: Program = {
  name: 'kac',
  async start(host, text) {
    const checker = new ForkedChecker(host.entrance)
    checker.tell({ kind: 'configure', edition: 1, ...instructionsOf(configOf(text)), suspended: [] })
    await checker.hears('configured')
    return { pid: checker.pid, dead: () => deadIn(checker.heard) }
  },
}

function deadIn(heard: readonly FromChecker[]): number {
  const events = heard.flatMap((message) =>
    message.kind === 'news' ? message.news.flatMap((update) => update.events) : [],
  )
  return events.reduce((dead, event) => dead + (event.kind !== 'server' ? 0 : event.alive ? -1 : 1), 0)
}

const reference: Program = {
  name: 'keepalived',
  async start(host, text) {
    await host.sh('mkfifo -m 600 /run/fifo')
    const lines = host.spawn('sh', ['-c', 'while :; do cat /run/fifo; done'])
    await keepalived(host, text)
    const checker = () => host.pids.filter((pid) => processOf(pid)?.name === 'keepalived').at(-1)
    const pid = await until(checker, { within: 10_000, what: 'keepalived checks' })
    return { pid, dead: () => [...lines.stdout.matchAll(/^\0?RS .* DOWN$/gm)].length }
  },
}

/** Says 200 to everybody. */
const server = (port: number) => `
  require('node:net').createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end('HTTP/1.0 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok'))
    socket.on('end', () => socket.end())
  }).listen({ port: ${port}, host: '0.0.0.0', backlog: 4096 }, () => console.log('ready'))`

/** Connections that servers of the network of this process have taken so far: what was really checked. */
function connectionsOf(pid: number): number {
  const [names = [], values = []] = readFileSync(`/proc/${pid}/net/snmp`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '))
  return Number(values[names.indexOf('PassiveOpens')])
}

async function measure({ name, start }: Program, what: string, check: string, servers: number): Promise<void> {
  await using lab = await Lab.open('bench')
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  await host.sh('ip link set lo up; sysctl -qw net.ipv4.ip_local_port_range="1024 65000" net.ipv4.tcp_tw_reuse=1')
  const [, doomed] = [alive, dying].map((port) => host.spawn(process.execPath, ['-e', server(port)]))
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const checking = await start(host, configuration(servers, check))
  await new Promise((resolve) => setTimeout(resolve, 4000))
  const before = { ...processOf(checking.pid), checks: connectionsOf(checking.pid) }
  await new Promise((resolve) => setTimeout(resolve, measuredSeconds * 1000))
  const after = { ...processOf(checking.pid), checks: connectionsOf(checking.pid) }
  const { cpu = Number.NaN, memory = Number.NaN } = after
  const checks = after.checks - before.checks
  const each = (cpu - (before.cpu ?? Number.NaN)) / checks
  const rate = checks / measuredSeconds
  const killed = Date.now()
  doomed?.signal('SIGKILL')
  await until(() => checking.dead() >= servers / 10, { within: 30_000, what: `${name} finds all that died` })
  const detected = (Date.now() - killed) / 1000
  row(what, String(servers), name, rate.toFixed(0), each.toFixed(1), (memory / 1024).toFixed(1), detected.toFixed(2))
}

/** Prints a row for each program, check and number of servers. */
export async function measureChecks(numbers: readonly number[]): Promise<void> {
  const hasIpvs = existsSync('/proc/net/ip_vs')
  row('check', 'servers', 'program', 'checks/s', 'CPU a check, us', 'memory MiB', 'all found dead after, s')
  for (const servers of numbers) {
    for (const [what, check] of [['TCP_CHECK', tcp] as const, ['HTTP_GET', http] as const]) {
      for (const program of hasIpvs ? [kac, reference] : [kac]) await measure(program, what, check, servers)
    }
  }
}
