import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** What tells several daemons of one host apart, and what they leave in files, beside a keepalived that does the same. */

const script = '#!/bin/sh\numask > $0.umask\n'

function configuration(folder: string, globals: string, root = ''): string {
  return `${root}
global_defs {
  script_user root
  enable_script_security
${globals}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 150
  virtual_ipaddress {
    192.0.2.100/24
  }
  notify_master ${folder}/master
}
`
}

const named = `
  umask 022
  process_name over
  vrrp_process_name roles
  data_use_instance`

/** Files by name, with their permissions. */
function filesIn(folder: string, pattern: RegExp): Record<string, string> {
  const names = readdirSync(folder).filter((name) => pattern.test(name))
  return Object.fromEntries(
    names.sort().map((name) => [name, (statSync(`${folder}/${name}`).mode & 0o777).toString(8)]),
  )
}

async function openHost(lab: Lab, segment: string): Promise<Host> {
  const host = await lab.host(segment, { eth0: { segment, addresses: ['192.0.2.1/24'] } })
  await host.sh(`printf '%s' '${script}' > master && chmod 755 master`)
  return host
}

/** What can be seen of a daemon from outside, once it has the role. */
async function seen(host: Host) {
  await until(() => host.has('192.0.2.100'), { within: 8000, what: 'it is master' })
  await until(() => existsSync(`${host.folder}/master.umask`), { within: 3000, what: 'its script has run' })
  const pids = (await host.sh('cd /run/keepalived && stat -c "%n %a" *')).trim().split('\n').sort()
  const main = Number(await host.sh('cat /run/keepalived/keepalived_blue.pid'))
  for (const signal of ['USR1', 'USR2', '36']) await host.sh(`kill -${signal} ${main}`)
  const dumps = /^keepalived\.(?:blue\.data|json|stats)$/
  await until(() => Object.keys(filesIn(host.folder, dumps)).length === 3, { within: 3000, what: 'three dumps' })
  return {
    pids,
    dumps: filesIn(host.folder, dumps),
    umask: readFileSync(`${host.folder}/master.umask`, 'utf8'),
    names: [...new Set(host.pids.map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim()))]
      .filter((name) => name === 'over' || name === 'roles')
      .sort(),
  }
}

describe('daemons that are told apart', needs('root', 'ip', 'keepalived'), () => {
  test('an instance has the names, pid files and dumps that keepalived gives it', async () => {
    await using lab = await Lab.open('places')
    const [ours, theirs] = [await openHost(lab, 'ours'), await openHost(lab, 'theirs')]
    for (const host of [ours, theirs])
      host.write('keepalived.conf', configuration(host.folder, named, 'instance blue\n'))
    const kac = await Kac.run(ours, ['-f', 'keepalived.conf'], { env: { TMPDIR: ours.folder } })
    const options = { env: { TMPDIR: theirs.folder } }
    theirs.spawn('keepalived', ['-n', '-l', '-f', `${theirs.folder}/keepalived.conf`], options)
    const [mine, its] = [await seen(ours), await seen(theirs)]
    expect(mine).toEqual(its)
    expect(mine).toMatchObject({ umask: '0022\n', names: ['over', 'roles'] })

    const again = await ours.run('kac', ['status', '--run-dir', '/run/kac/blue'])
    expect(again.stdout).toContain('MASTER')
    await kac.stop()
    expect(await ours.sh('ls /run/keepalived')).toBe('')
  })

  test('a daemon runs in its net_namespace, and so do plans; a reload does not move it', async () => {
    await using lab = await Lab.open('netns')
    const host = await openHost(lab, 'outer')
    await host.sh('ip netns add blue && ip link set eth0 netns blue && ip -n blue link set eth0 up')
    await host.sh('ip -n blue address add 192.0.2.1/24 dev eth0')
    const path = host.write('keepalived.conf', configuration(host.folder, '', 'net_namespace blue\n'))
    const kac = await Kac.run(host, ['-f', path])
    const hasIt = async () => (await host.sh('ip -n blue address')).includes('192.0.2.100')
    await until(hasIt, { within: 8000, what: 'the address is in the namespace' })
    expect(await host.run('kac', ['plan', '-f', path, '--detailed-exitcode'])).toMatchObject({ code: 0 })

    host.write('keepalived.conf', configuration(host.folder, ''))
    await kac.daemon.signal('SIGHUP')
    await kac.daemon.says('that takes a restart')
    await kac.stop()
    expect(await hasIt()).toBe(false)
  })

  test('a namespace that is not there is said', async () => {
    await using lab = await Lab.open('nonetns')
    const host = await openHost(lab, 'outer')
    const path = host.write('keepalived.conf', configuration(host.folder, '', 'net_namespace green\n'))
    const { code, stderr } = await host.run('kac', ['daemon', '-f', path])
    expect(code).toBe(1)
    expect(stderr).toContain('cannot enter net_namespace green: ENOENT')
  })
})
