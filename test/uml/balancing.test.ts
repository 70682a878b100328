import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, type Running, until } from '../support/lab/index.ts'

/** `kac daemon` as a director: real clients, real servers, the kernel's own table. */

const page = `
import http.server, socket, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = sys.argv[1].encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET
server = Server(('', 80), Page)
print('ready', flush=True)
server.serve_forever()
`

const configuration = (more = '') => `
global_defs {
  script_user root
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.100/24
  }
}
virtual_server 192.0.2.100 80 {
  protocol TCP
  delay_loop 0.5
  warmup 0
  lb_algo rr
  lb_kind NAT
  ${[1, 2].map((n) => server(n)).join('')}
  ${more}
}
`

const server = (n: number) => `
  real_server 10.0.0.${n} 80 {
    HTTP_GET {
      connect_timeout 1
      retry 0
      url {
        path /
        status_code 200
      }
    }
  }
`

interface Site {
  readonly client: Host
  readonly director: Host
  readonly servers: readonly Host[]
}

/** A client, a director and two servers behind it, which answer with their names. */
async function site(lab: Lab): Promise<Site> {
  const client = await lab.host('client', { eth0: ['192.0.2.9/24'] })
  const director = await lab.host('lb1', {
    eth0: ['192.0.2.1/24'],
    eth1: { segment: 'inside', addresses: ['10.0.0.254/24'] },
  })
  await director.sh('sysctl -qw net.ipv4.ip_forward=1')
  const servers = []
  for (const n of [1, 2]) {
    const host = await lab.host(`s${n}`, { eth0: { segment: 'inside', addresses: [`10.0.0.${n}/24`] } })
    await host.sh('ip route add default via 10.0.0.254')
    servers.push(host)
  }
  return { client, director, servers }
}

async function serve(host: Host): Promise<Running> {
  const running = host.spawn('python3', [host.write('page.py', page), host.name])
  await running.says('ready')
  return running
}

/** By bash alone: another interpreter takes seconds to start in the guest. */
const visits = `
for ((visit = 0; visit < $1; visit++)); do
  exec {server}<>/dev/tcp/192.0.2.100/80 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&$server || continue
  while read -r -t 2 line || [[ $line ]]; do last=$line; done <&$server
  echo "$last"
  exec {server}>&-
done 2>&1
`

/** Runs the director until it has its address. */
async function direct(director: Host, text: string): Promise<Kac> {
  const kac = await Kac.start(director, text)
  const what = () => `the director has its address: ${kac.daemon.output}`
  await until(() => director.has('192.0.2.100'), { within: 40_000, every: 100, what })
  return kac
}

/** Who answered so many requests, each at its own connection. */
async function answers(client: Host, count: number): Promise<Set<string>> {
  const { stdout } = await client.run('bash', ['-c', visits, 'visits', String(count)])
  return new Set(stdout.trim().split('\n'))
}

const table = async (host: Host) =>
  (await host.sh('ipvsadm -Sn')).split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))

const service = '-A -t 192.0.2.100:80 -s rr'
const destination = (n: number, weight = 1) => `-a -t 192.0.2.100:80 -r 10.0.0.${n}:80 -m -w ${weight}`

async function becomes(host: Host, ...lines: readonly string[]): Promise<void> {
  let now: readonly string[] = []
  await until(
    async () => {
      now = await table(host)
      return JSON.stringify(now) === JSON.stringify(lines)
    },
    { within: 40_000, every: 100, what: () => `the table is\n${lines.join('\n')}\nnot\n${now.join('\n')}\n` },
  )
}

/** Connections of the first server since it was put into the table; the kernel counts them up every other second. */
async function counts(director: Host, expected: number): Promise<void> {
  const now = async () => {
    const lines = (await director.sh('ipvsadm -Ln --stats')).split('\n')
    return Number(
      lines
        .find((line) => line.includes('10.0.0.1:80'))
        ?.trim()
        .split(/\s+/)[2],
    )
  }
  await until(async () => (await now()) === expected, { within: 10_000, every: 500, what: `${expected} connections` })
  expect(await now()).toBe(expected)
}

/** The processes on a host with this word in their command lines. */
const running = (host: Host, word: string) =>
  host.pids.filter((pid) => {
    const file = `/proc/${pid}/cmdline`
    return existsSync(file) && readFileSync(file, 'latin1').split('\0').includes(word)
  })

describe('a director', () => {
  test('gives connections to the servers that are alive, and no others', async () => {
    await using lab = await Lab.open('alive')
    const { client, director, servers } = await site(lab)
    const [first, second] = await Promise.all(servers.map(serve))
    const kac = await direct(director, configuration())
    await becomes(director, service, destination(1), destination(2))
    expect(await answers(client, 6)).toEqual(new Set(['s1', 's2']))

    await first?.kill()
    await becomes(director, service, destination(2))
    expect(await answers(client, 6)).toEqual(new Set(['s2']))
    expect((await kac.status()).routers[0]?.state).toBe('MASTER')

    await serve(servers[0] as Host)
    await becomes(director, service, destination(1), destination(2))
    expect(await answers(client, 6)).toEqual(new Set(['s1', 's2']))

    await second?.kill()
    await kac.stop()
    expect(await table(director)).toEqual([])
  })

  test('keeps the table while daemon or checks are away, and goes on with it', async () => {
    await using lab = await Lab.open('continuity')
    const { client, director, servers } = await site(lab)
    await serve(servers[0] as Host)
    const kac = await direct(director, configuration())
    await becomes(director, service, destination(1))
    expect(await answers(client, 3)).toEqual(new Set(['s1']))
    await counts(director, 3)
    const [
      {
        traffic,
        servers: [counted],
      } = expect.fail('no service'),
    ] = (await kac.status()).services
    expect(traffic).toMatchObject({ connections: 3 })
    expect(traffic?.bytesIn).toBeGreaterThan(300)
    expect(traffic?.bytesOut).toBeGreaterThan(300)
    expect(counted?.traffic).toMatchObject({ ...traffic, activeConnections: 0 })

    const [checker] = running(director, 'checker')
    process.kill(checker as number, 'SIGKILL')
    await kac.daemon.says('real servers are checked again')
    expect(await table(director)).toEqual([service, destination(1)])
    await counts(director, 3)

    await kac.daemon.kill('SIGKILL')
    await until(() => running(director, 'checker').length === 0, { within: 20_000, what: 'nobody checks' })
    expect(await answers(client, 2)).toEqual(new Set(['s1']))
    const again = await direct(director, configuration())
    expect(await table(director)).toEqual([service, destination(1)])
    await serve(servers[1] as Host)
    await becomes(director, service, destination(1), destination(2))
    await counts(director, 5)
    await again.stop()
  })

  test('a reload touches what changed, and keeps what checks know', async () => {
    await using lab = await Lab.open('reload')
    const { client, director, servers } = await site(lab)
    await serve(servers[0] as Host)
    const kac = await direct(director, configuration())
    await becomes(director, service, destination(1))
    expect(await answers(client, 2)).toEqual(new Set(['s1']))

    director.write(
      'keepalived.conf',
      configuration().replace('real_server 10.0.0.1 80 {', '$& weight 5').replace('lb_algo rr', 'lb_algo wrr'),
    )
    kac.daemon.signal('SIGHUP')
    await becomes(director, service.replace('rr', 'wrr'), destination(1, 5))
    await counts(director, 2)
    await kac.stop()
  })

  test('the sorry server stands in while the quorum is missing', async () => {
    await using lab = await Lab.open('sorry')
    const { client, director, servers } = await site(lab)
    const [first] = [await serve(servers[0] as Host), await serve(servers[1] as Host)]
    const kac = await direct(director, configuration().replace(server(2), '  sorry_server 10.0.0.2 80\n'))
    await becomes(director, service, destination(1))

    await first.kill()
    await becomes(director, service, destination(2))
    expect(await answers(client, 3)).toEqual(new Set(['s2']))
    await kac.stop()
  })
})
