import { expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, type Running, until } from '../support/lab/index.ts'
import { Record } from '../support/notify/record.ts'
import { keepalived } from '../support/peers/index.ts'

/** What scripts and the pipe are told of virtual servers, by kac and by keepalived. */

const configuration = ({ folder }: Host) => `
global_defs {
  script_user root
  enable_script_security
  rs_init_notifies
  lvs_notify_fifo ${folder}/fifo
}
virtual_server 192.0.2.100 80 {
  protocol TCP
  delay_loop 0.3
  warmup 0
  lb_algo rr
  lb_kind NAT
  omega
  quorum 2
  quorum_up "${folder}/record quorum up"
  quorum_down "${folder}/record quorum down"
  ${[1, 2].map((n) => server(folder, n)).join('')}
}
`

const server = (folder: string, n: number) => `
  real_server 192.0.2.1${n} 80 {
    notify_up "${folder}/record up ${n}"
    notify_down "${folder}/record down ${n}"
    TCP_CHECK {
      connect_timeout 1
      retry 0
    }
  }
`

const listener = `
use IO::Socket::INET;
my $server = IO::Socket::INET->new(LocalAddr => shift, LocalPort => 80, Listen => 99, ReuseAddr => 1) or die $!;
while (my $client = $server->accept) { close $client }
`

async function listens(host: Host, n: number): Promise<Running> {
  const running = host.spawn('perl', [host.write('listener.pl', listener), `192.0.2.1${n}`])
  const isThere = async () => (await host.sh(`ss -Hltn src 192.0.2.1${n}`)) !== ''
  await until(isThere, { within: 40_000, every: 200, what: () => `server ${n} listens: ${running.output}` })
  return running
}

const programs = {
  kac: async (host: Host) => (await Kac.start(host, configuration(host))).daemon,
  keepalived: (host: Host) => keepalived(host, configuration(host)),
}

/** A server dies, comes back, and the program is stopped; what it said of each. */
async function story(name: keyof typeof programs) {
  await using lab = await Lab.open(`told-${name}`)
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24', '192.0.2.11/24', '192.0.2.12/24'] })
  const record = await Record.start(host)
  const [, second] = [await listens(host, 1), await listens(host, 2)]
  const told: { lines: string[]; calls: string[] }[] = []
  const tells = async (count: number) => {
    const lines = () => record.lines().map((line) => line.replaceAll('\0', ''))
    const what = () => `${name} tells ${count}: ${lines().join('; ')}`
    await until(() => lines().length >= count && record.calls().length >= count, { within: 20_000, every: 100, what })
    told.push({ lines: lines(), calls: record.calls() })
    record.next()
  }
  const daemon = await programs[name](host)
  await tells(3)
  await second.kill('SIGKILL')
  await tells(2)
  await listens(host, 2)
  await tells(2)
  daemon.signal('SIGTERM')
  await tells(3)
  return told
}

test('scripts and the pipe hear the same of kac as of keepalived', async () => {
  const told = await story('kac')
  expect(told[1]).toEqual({
    lines: ['RS [192.0.2.12]:tcp:80 [192.0.2.100]:tcp:80 DOWN', 'VS [192.0.2.100]:tcp:80 DOWN'],
    calls: ['down 2', 'quorum down'],
  })
  expect(told).toEqual(await story('keepalived'))
}, 120_000)
