import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'

/** Timeouts and sync daemons of IPVS, with and without a kac daemon. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

function configuration(global: string): string {
  return `global_defs {
  ${global}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  version 3
  advert_int 0.1
  virtual_ipaddress {
    192.0.2.100/24
  }
}
`
}

async function openHost(lab: Lab, name = 'lb1', address = '192.0.2.1/24'): Promise<Host> {
  return lab.host(name, { eth0: [address] })
}

async function daemons(host: Host): Promise<string[]> {
  const said = await host.sh('ipvsadm -L --daemon')
  return said.split('\n').flatMap((line) => /^(master|backup) sync daemon \((.*)\)/.exec(line)?.[0] ?? [])
}

const timeouts = async (host: Host) => (await host.sh('ipvsadm -L --timeout')).trim()
const usual = 'Timeout (tcp tcpfin udp): 900 120 300'

async function expectDaemons(host: Host, wanted: readonly string[]): Promise<void> {
  let seen: string[] = []
  const isThere = async () => {
    seen = await daemons(host)
    return seen.join() === wanted.join()
  }
  await until(isThere, { within: 10_000, what: () => seen.join() })
}

const sync = (state: string, id: number, more = 'maxlen=1472, group=224.0.0.81, port=8848, ttl=1') =>
  `${state} sync daemon (mcast=eth0, syncid=${id}, ${more})`

describe('settings of IPVS', () => {
  test('are planned and applied without a daemon', async () => {
    await using lab = await Lab.open('ipvs-settings')
    const host = await openHost(lab)
    const text = configuration(
      'lvs_timeouts tcp 901 udp 301\n  lvs_sync_daemon eth0 VI_1 id 7 maxlen 1400 port 8849 ttl 3 group 224.0.0.99',
    )
    const flags = ['-f', host.write('lb1.conf', text)]

    const plan = await host.run('kac', ['plan', ...flags, '--assume', 'VI_1=master'])
    expect(plan.stdout).toContain('+ master id 7 interface eth0 maxlen 1400 port 8849 ttl 3 group 224.0.0.99')
    expect(plan.stdout).toContain('~ seconds: 900 -> 901')
    expect(await timeouts(host)).toBe(usual)

    expect(await host.run('kac', ['apply', ...flags, '--yes', '--assume', 'VI_1=master'])).toMatchObject({ code: 0 })
    expect(await timeouts(host)).toBe('Timeout (tcp tcpfin udp): 901 120 301')
    const own = 'maxlen=1400, group=224.0.0.99, port=8849, ttl=3'
    expect(await daemons(host)).toEqual([sync('master', 7, own)])

    expect(await host.run('kac', ['apply', ...flags, '--yes'])).toMatchObject({ code: 0 })
    expect(await daemons(host)).toEqual([sync('backup', 7, own)])
  })

  test('follow the role, the configuration, and the end of the daemon', async () => {
    await using lab = await Lab.open('ipvs-settings-daemon')
    const host = await openHost(lab)
    const kac = await Kac.start(
      host,
      configuration('lvs_timeouts tcp 901 tcpfin 121\n  lvs_sync_daemon eth0 inst VI_1'),
    )
    await expectDaemons(host, [sync('master', 51)])
    expect(await timeouts(host)).toBe('Timeout (tcp tcpfin udp): 901 121 300')

    await host.sh('ip link set eth0 down')
    await expectDaemons(host, [sync('backup', 51)])
    await host.sh('ip link set eth0 up')
    await expectDaemons(host, [sync('master', 51)])

    const plan = async () => (await host.run('kac', ['plan', '-f', `${host.folder}/keepalived.conf`])).stdout
    expect(await plan()).toContain('No changes.')
    host.write('keepalived.conf', configuration('lvs_sync_daemon eth0'))
    expect(await plan()).toContain('~ seconds: 901 -> 900')
    kac.daemon.signal('SIGHUP')
    await expectDaemons(host, [sync('master', 0), sync('backup', 0)])
    expect(await timeouts(host)).toBe(usual)
    expect(await plan()).toContain('No changes.')
    host.write('keepalived.conf', configuration(''))
    expect(await plan()).toContain('Plan: 0 to add, 0 to change, 2 to destroy.')
    host.write('keepalived.conf', configuration('lvs_sync_daemon eth9'))
    kac.daemon.signal('SIGHUP')
    let status = ''
    const isSaid = async () => {
      status = (await host.run('kac', ['status'])).stdout
      return status.includes('! IPVS is not as the configuration wants it: cannot create sync daemon')
    }
    await until(isSaid, { within: 10_000, what: () => status })

    // An interface that comes later is enough, and so is somebody who stops one by hand.
    await host.sh('ip link add eth9 type dummy; ip address add 198.51.100.1/24 dev eth9; ip link set eth9 up')
    const both = [sync('master', 0), sync('backup', 0)].map((each) => each.replace('eth0', 'eth9'))
    await expectDaemons(host, both)
    await host.sh('ipvsadm --stop-daemon backup')
    await expectDaemons(host, both)

    await kac.stop()
    expect(await daemons(host)).toEqual([])
    expect(await timeouts(host)).toBe(usual)
  })
})
