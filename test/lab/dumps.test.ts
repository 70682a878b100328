import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, type Running, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** The files that keepalived's signals ask for, beside those of a keepalived with the same configuration. */

const configuration = `
global_defs {
  router_id lb1
}
bfd_instance neighbour {
  neighbor_ip 192.0.2.9
  source_ip 192.0.2.1
  min_tx 200
  multiplier 4
}
vrrp_script here {
  script "/usr/bin/test -d '/run'"
  interval 1
  weight 3
}
track_file number {
  file /run/number
  weight 2
}
vrrp_track_process nothing {
  process /no/such thing
  param_match initial
  quorum 2
  quorum_max 3
  delay 0.5
  fork_delay 0.25
}
track_group members {
  group {
    VI_1
  }
}
garp_group {
  garp_interval 0.1
  gna_interval 0.2
  interface eth0
}
garp_group {
  garp_interval 0.3
  interfaces {
    lo
  }
}
static_ipaddress {
  203.0.113.1/24 brd + dev eth0 track_group members
}
vrrp_instance VI_1 {
  interface eth0
  track_interface {
    lo weight 4
  }
  track_script {
    here weight 5 reverse
  }
  track_file {
    number
  }
  track_bfd {
    neighbour weight -3
  }
  virtual_router_id 51
  priority 150
  nopreempt
  garp_master_delay 2
  authentication {
    auth_type PASS
    auth_pass secret1
  }
  virtual_ipaddress {
    192.0.2.100/24 dev eth0 label eth0:1
    192.0.2.101
  }
  virtual_ipaddress_excluded {
    198.51.100.1/32 scope link
  }
  notify_master "/usr/bin/true 'a b' c"
  notify /usr/bin/true
}
vrrp_instance VI_2 {
  interface eth0
  virtual_router_id 52
  version 3
  advert_int 0.5
  higher_prio_send_advert on
  virtual_ipaddress {
    2001:db8::100/64 home
    2001:db8::101 -nodad
  }
}
vrrp_instance VI_3 {
  interface eth0
  virtual_router_id 53
  use_vmac
  preempt_delay 1.5
  use_vmac_addr
  virtual_ipaddress {
    192.0.2.103 peer 192.0.2.203 noprefixroute
    192.0.2.104/24 brd - scope site no_track
  }
  virtual_ipaddress_excluded {
    2001:db8::103/64 preferred_lft 100
  }
}
`

/** Sends a signal and gives the file that it brings, written anew. */
async function dumpOf(host: Host, signal: string, name: string): Promise<string> {
  const path = `${host.folder}/${name}`
  rmSync(path, { force: true })
  await host.sh(`kill -${signal} $(cat /run/keepalived.pid)`)
  await until(() => existsSync(path) && readFileSync(path, 'utf8') !== '', { within: 3000, what: name })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  return readFileSync(path, 'utf8')
}

async function openHost(lab: Lab, segment: string): Promise<Host> {
  const host = await lab.host(segment, { eth0: { segment, addresses: ['192.0.2.1/24'] } })
  host.write('keepalived.conf', configuration)
  return host
}

async function isMaster(host: Host): Promise<void> {
  const all = ['192.0.2.101', '2001:db8::101', '192.0.2.104']
  const hasAll = async () => {
    const addresses = await host.sh('ip -o address')
    return all.every((address) => addresses.includes(`${address}/`))
  }
  await until(hasAll, { within: 8000, what: all.join(' ') })
}

const json = '36'
const statisticsClear = '63'

describe('signals of keepalived', needs('root', 'ip', 'keepalived'), () => {
  test('bring the files that keepalived itself would write', async () => {
    await using lab = await Lab.open('dumps')
    const [ours, theirs] = [await openHost(lab, 'ours'), await openHost(lab, 'theirs')]
    await Kac.run(ours, ['-f', `${ours.folder}/keepalived.conf`], { env: { TMPDIR: ours.folder } })
    const options = { env: { TMPDIR: theirs.folder } }
    const peer: Running = theirs.spawn('keepalived', ['-n', '-l', '-f', `${theirs.folder}/keepalived.conf`], options)
    await Promise.all([ours, theirs].map(isMaster))

    const read = async (host: Host) => JSON.parse(await dumpOf(host, json, 'keepalived.json'))
    const [mine, its] = [await read(ours), await read(theirs)]
    for (const [index, { data, stats }] of its.entries()) {
      const own = mine[index]
      expect(Object.keys(own.data)).toEqual(Object.keys(data))
      const hidden = data.auth_data === undefined ? {} : { auth_data: '********' }
      expect(own.data).toEqual({ ...data, last_transition: expect.any(Number), ...hidden })
      expect(Math.abs(own.data.last_transition - data.last_transition)).toBeLessThan(60)
      const ofThisRelease = Object.keys(own.stats).filter((name) => !name.startsWith('auth_ext_'))
      expect(ofThisRelease).toEqual(Object.keys(stats))
    }
    expect(mine).toHaveLength(3)

    const numbers = (text: string) => text.replaceAll(/: \d+$/gm, ': n')
    const [statistics, itsStatistics] = [
      await dumpOf(ours, 'USR2', 'keepalived.stats'),
      await dumpOf(theirs, 'USR2', 'keepalived.stats'),
    ]
    const extension = /^ {2}Authentication Extension Errors:\n(?: {4}.*\n)+/gm
    expect(numbers(statistics).replaceAll(extension, '')).toBe(numbers(itsStatistics).trimStart())

    const lines = (text: string) => text.slice(text.search(/-+< (Gratuitous ARP delays|BFD Topology)/)).split('\n')
    const itsOwn = /Last transition|Reason|Timeout|Password|local discriminator|203\.0\.113\.1/
    const onlyOurs = async (file: string) => {
      const [data, itsData] = [await dumpOf(ours, 'USR1', file), await dumpOf(theirs, 'USR1', file)]
      const known = new Set(lines(itsData))
      return { data, unknown: lines(data).filter((line) => !known.has(line) && !itsOwn.test(line)) }
    }
    const { data, unknown } = await onlyOurs('keepalived.data')
    expect(unknown).toEqual([])
    for (const line of ['GARP delay group 1', 'Status = GOOD', 'Status = 0', 'Min processes = 2', 'Bfd is down']) {
      expect(data).toContain(line)
    }
    const bfd = await onlyOurs('keepalived_bfd.data')
    expect(bfd.unknown).toEqual([])
    expect(bfd.data).toContain('BFD Instance = neighbour')
    expect(data + JSON.stringify(mine)).not.toContain('secret1')
    expect(peer.exit).toBeUndefined()
  })

  test('clear the counters, and find nothing to follow in a directory of all', async () => {
    await using lab = await Lab.open('dumps')
    const host = await openHost(lab, 'lb1')
    mkdirSync(`${host.folder}/states`)
    host.write(
      'keepalived.conf',
      configuration
        .replace('router_id lb1', `state_dump_file ${host.folder}/states/\n  json_version 2`)
        .replace('nopreempt', 'track_process {\n    nothing weight 0 reverse\n  }'),
    )
    const { daemon } = await Kac.run(host, ['-f', `${host.folder}/keepalived.conf`], { env: { TMPDIR: host.folder } })
    await isMaster(host)
    const became = (text: string) => [...text.matchAll(/Became master: (\d+)/g)].map(([, count]) => count)
    expect(became(await dumpOf(host, statisticsClear, 'keepalived.stats'))).toEqual(['1', '1', '1'])
    expect(became(await dumpOf(host, 'USR2', 'keepalived.stats'))).toEqual(['0', '0', '0'])
    const { vrrp, track_process } = JSON.parse(await dumpOf(host, json, 'keepalived.json'))
    expect(vrrp[0].data.track_process).toEqual(['/no/such'])
    expect(track_process).toEqual([
      {
        process: '/no/such',
        parameters: 'thing',
        param_match: 'initial',
        min_processes: 2,
        max_processes: 3,
        current_processes: 0,
        have_quorum: false,
        weight: 0,
        terminate_delay: 0.5,
        fork_delay: 0.25,
        fork_delay_timer_running: false,
        terminate_delay_timer_running: false,
        full_command: true,
      },
    ])

    const precious = host.write('precious', 'keep this')
    symlinkSync(precious, `${host.folder}/states/keepalived.data`)
    await host.sh('kill -USR1 $(cat /run/vrrp.pid)')
    const path = `${host.folder}/states/keepalived.data`
    await until(() => readFileSync(path, 'utf8').includes('VRRP Topology'), { within: 3000 })
    expect(readFileSync(precious, 'utf8')).toBe('keep this')

    expect(await host.sh('cat /run/keepalived.pid')).toBe(`${daemon.pid}\n`)
    await daemon.kill('SIGTERM')
    expect(await host.sh('ls /run')).not.toContain('pid')
  })

  test('do not end the engine, and a keepalived that runs keeps its pid file', async () => {
    await using lab = await Lab.open('dumps')
    const host = await openHost(lab, 'lb1')
    const other = host.write('other.conf', configuration.replaceAll('_id 5', '_id 15').replaceAll(/([.:])10/g, '$111'))
    host.spawn('keepalived', ['-n', '-f', other])
    const pid = await until(async () => (await host.sh('cat /run/keepalived.pid || true')).trim(), { within: 3000 })
    const kac = await Kac.run(host, ['-f', `${host.folder}/keepalived.conf`])
    const engine = await kac.enginePid()
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGHUP'] as const) process.kill(engine, signal)
    expect(await kac.enginePid()).toBe(engine)
    await kac.daemon.says(`keepalived (pid ${pid}) runs here too: /run/keepalived.pid stays its own`)
    expect((await host.sh('cat /run/keepalived.pid')).trim()).toBe(pid)
  })
})
