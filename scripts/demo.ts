// The main job, on a stage of three network namespaces: two load balancers that follow a git repository, a client, and
// a crash. Nothing outside of them is touched, and everything is removed at the end, Ctrl-C included.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { Kac } from '../test/support/cli/kac.ts'
import { type Host, Lab, type Running, until } from '../test/support/lab/index.ts'

const virtual = '192.0.2.100'
const bold =
  process.stdout.isTTY && !process.env.NO_COLOR ? (text: string) => `\x1b[1m${text}\x1b[0m` : (text: string) => text

function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

function chapter(title: string): void {
  say(`\n${bold(title)}`)
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}

function configuration(host: string, priority: number, addresses: readonly string[]): string {
  return `global_defs {
    router_id ${host}
}

vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    priority ${priority}
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass s3cr3t
    }
    virtual_ipaddress {
        ${addresses.join('\n        ')}
    }
}
`
}

class Repository {
  readonly folder: string

  constructor(lab: Lab) {
    this.folder = `${lab.folder}/config.git`
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', this.folder])
  }

  commit(message: string, addresses: readonly string[]): void {
    for (const [host, priority] of [
      ['lb1', 150],
      ['lb2', 100],
    ] as const) {
      mkdirSync(`${this.folder}/${host}`, { recursive: true })
      writeFileSync(`${this.folder}/${host}/keepalived.conf`, configuration(host, priority, addresses))
    }
    const identity = ['-c', 'user.name=demo', '-c', 'user.email=demo@example.org']
    execFileSync('git', ['-C', this.folder, 'add', '.'])
    execFileSync('git', ['-C', this.folder, ...identity, 'commit', '--quiet', '--message', message])
  }
}

/** A client that pings the virtual address all the time and knows when it got no answer. */
class Client {
  readonly #ping: Running

  constructor(host: Host) {
    this.#ping = host.spawn('ping', ['-D', '-n', '-i', '0.02', '-W', '1', virtual])
  }

  /** Seconds since 1970 of each answer. */
  get answers(): number[] {
    return [...this.#ping.stdout.matchAll(/^\[(\d+\.\d+)\].*bytes from/gm)].map((match) => Number(match[1]))
  }

  /** The longest time without an answer since then, in milliseconds. */
  longestSilence(since: number): number {
    const times = [since, ...this.answers.filter((at) => at > since)]
    return 1000 * Math.max(...times.slice(1).map((at, i) => at - (times[i] ?? at)))
  }

  async answered(count: number): Promise<void> {
    const from = this.answers.length
    await until(() => this.answers.length >= from + count, { within: 15_000, what: 'the client gets answers' })
  }
}

async function master(hosts: readonly Host[], expected: string): Promise<void> {
  const alone = () => hosts.every((host) => host.has(virtual) === (host.name === expected))
  await until(alone, { within: 10_000, what: `${expected} alone holds ${virtual}` })
}

async function show(host: Host, command: string, cwd: string): Promise<void> {
  say(`  ${host.name}$ kac ${command}`)
  const { stdout, stderr } = await host.run('kac', command.split(' '), { cwd })
  say(indent(stdout + stderr))
}

async function play(lab: Lab): Promise<void> {
  const started = performance.now()
  chapter('Two load balancers and a client on one bridge; the configurations live in a git repository')
  const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const lb2 = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
  const clientHost = await lab.host('client', { eth0: ['192.0.2.3/24'] })
  const hosts = [lb1, lb2]
  const repository = new Repository(lab)
  repository.commit('virtual address for the shop', [`${virtual}/24`])
  say(indent(configuration('lb1', 150, [`${virtual}/24`])))

  chapter('kac lint judges the files; kac plan compares one with the live kernel of its host')
  const showAt = (host: Host, command: string) => show(host, command, repository.folder)
  await showAt(lb1, 'lint lb1/keepalived.conf lb2/keepalived.conf')
  await showAt(lb1, 'plan -f lb1/keepalived.conf --assume VI_1=master')
  await showAt(lb2, 'plan -f lb2/keepalived.conf')

  chapter('kac daemon on both: each follows its file on the branch main')
  const path = '{hostname}/keepalived.conf'
  const follow = ['--repo', repository.folder, '--ref', 'main', '--path', path, '--interval', '1s']
  say(`  both$ kac daemon ${follow.join(' ')}`)
  await Promise.all(hosts.map((host) => Kac.run(host, follow)))
  await master(hosts, 'lb1')
  for (const host of hosts) await showAt(host, 'status')

  chapter('lb1 dies while the client pings: SIGKILL to daemon and engine, and its cable goes dead')
  const client = new Client(clientHost)
  await client.answered(25)
  const killed = Date.now() / 1000
  lab.unplug(lb1)
  await lb1.powerCut()
  await until(() => lb2.has(virtual), { within: 10_000, what: 'lb2 takes over' })
  await client.answered(25)
  const crash = client.longestSilence(killed - 0.5)
  say(`  lb2 took over; the client heard nothing for ${bold(milliseconds(crash))}`)
  say('  (by the protocol 3 intervals and the skew time after the last advert: 2609 to 3609 ms)')
  await showAt(lb2, 'why VI_1')

  chapter('lb1 comes back and takes its role again')
  const back = Date.now() / 1000
  await Kac.run(lb1, follow)
  lab.plug(lb1)
  await master(hosts, 'lb1')
  await client.answered(25)
  const comeback = client.longestSilence(back)
  say(`  lb1 is MASTER again; the longest silence was ${bold(milliseconds(comeback))}`)

  chapter('A commit adds an address: applied on both, no role moves, no advert is missed')
  const changed = Date.now() / 1000
  repository.commit('second address', [`${virtual}/24`, '192.0.2.101/24'])
  await until(() => lb1.has('192.0.2.101'), { within: 10_000, what: 'lb1 has the new address' })
  await client.answered(10)
  const commit = client.longestSilence(changed)
  say(`  192.0.2.101 is on lb1; the longest silence was ${bold(milliseconds(commit))}`)

  const took = ((performance.now() - started) / 1000).toFixed(0)
  const silences = `crash ${milliseconds(crash)}, return ${milliseconds(comeback)}, commit ${milliseconds(commit)}`
  chapter(`The client's longest silence: ${silences}. Shown in ${took} s; nothing of it is left.`)
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`
}

const lab = await Lab.open('demo')
try {
  await play(lab)
} finally {
  await lab.close()
}
