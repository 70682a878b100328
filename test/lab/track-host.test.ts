import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** What trackers do to the host that they run on, and what stays over reloads and restarts. */

const configuration = (host: Host, blocks: string, lines: string, globals = 'script_user root') =>
  `global_defs {
  enable_script_security
  ${globals}
}
${blocks}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    192.0.2.100/24
  }
}
`.replaceAll('DIR', host.folder)

const script = (name: string, command: string, more = '') =>
  `vrrp_script ${name} {\n script "${command}"\n interval 1\n ${more}\n}\n`
const tracks = (...names: readonly string[]) => `track_script {\n ${names.join('\n ')}\n }`

async function reaches(kac: Kac, state: string, priority: number): Promise<void> {
  const router = async () => (await kac.status()).routers[0]
  await until(
    async () => {
      const now = await router()
      return now?.state === state && now.effectivePriority === priority
    },
    { within: 5000, every: 50, what: `it is ${state} with ${priority}` },
  )
}

async function reload(kac: Kac, host: Host, text: string): Promise<void> {
  const before = kac.daemon.output.split('is in force').length
  host.write('keepalived.conf', text)
  kac.daemon.signal('SIGHUP')
  await until(() => kac.daemon.output.split('is in force').length > before, { within: 5000, what: 'it is reloaded' })
}

/** Empty for a process that has gone. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error) return ''
    throw error
  }
}

function zombiesOf(pid: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => contentOf(`/proc/${name}/stat`))
    .filter((stat) => new RegExp(`\\) Z ${pid} `).test(stat))
}

describe('trackers and their host', needs('root', 'ip', 'tcpdump'), () => {
  test('a script runs as its user; one that may not run is not tracked', async () => {
    await using lab = await Lab.open('users')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await host.sh(
      'mkdir -m 777 DIR/out; chmod 755 DIR DIR/..; echo "#!/bin/sh" > DIR/open; chmod 777 DIR/open'.replaceAll(
        'DIR',
        host.folder,
      ),
    )
    const blocks =
      script('who', "/bin/sh -c 'id -un > DIR/out/who'", 'user nobody\nweight 5') +
      script('open', 'DIR/open') +
      script('missing', 'DIR/missing')
    const kac = await Kac.start(host, configuration(host, blocks, tracks('who', 'open', 'missing')))
    await reaches(kac, 'MASTER', 105)
    expect(readFileSync(`${host.folder}/out/who`, 'utf8')).toBe('nobody\n')
    await kac.daemon.says('others than root may write to')
    await kac.daemon.says('missing: ENOENT')
    await kac.stop()
  })

  test('a process counts as long as it runs', async () => {
    await using lab = await Lab.open('process')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await host.sh(`cp "$(command -v sleep)" ${host.folder}/kac-tracked`)
    const block = 'vrrp_track_process p {\n process kac-tracked\n weight 20\n}\n'
    const kac = await Kac.start(host, configuration(host, block, 'track_process {\n p\n }'))
    await reaches(kac, 'MASTER', 100)
    const running = host.spawn(`${host.folder}/kac-tracked`, ['60'])
    await reaches(kac, 'MASTER', 120)
    await running.kill()
    await reaches(kac, 'MASTER', 100)
    await kac.stop()
  })

  test('a reload keeps what is known, and a new script gets its chance before it counts', async () => {
    await using lab = await Lab.open('keeps')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const slow = script('slow', '/bin/sleep 0.3')
    const kac = await Kac.start(host, configuration(host, slow, tracks('slow')))
    await reaches(kac, 'MASTER', 100)
    const wire = await lab.capture('proto 112')
    await reload(kac, host, configuration(host, slow + script('new', '/bin/sleep 0.2'), tracks('slow', 'new')))
    await reload(kac, host, configuration(host, slow.replace('interval 1', 'interval 3'), tracks('slow')))
    await reaches(kac, 'MASTER', 100)
    expect(wire.adverts(51).filter(({ priority }) => priority !== 100)).toEqual([])
    await kac.stop()
  })

  test('a dead daemon changes nothing, and the next one goes on', async () => {
    await using lab = await Lab.open('dead')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    await host.sh(`touch ${host.folder}/ok`)
    const text = configuration(host, script('chk', '/usr/bin/test -e DIR/ok'), tracks('chk'))
    const kac = await Kac.start(host, text)
    await reaches(kac, 'MASTER', 100)
    const wire = await lab.capture('proto 112')
    await kac.daemon.kill('SIGKILL')
    const next = await Kac.start(host, text)
    await reaches(next, 'MASTER', 100)
    expect(wire.adverts(51).filter(({ priority }) => priority !== 100)).toEqual([])
    await host.sh(`rm ${host.folder}/ok`)
    await reaches(next, 'FAULT', 100)
    await next.stop()
  })

  test('many scripts leave no zombies behind, and a stop ends those that run', async () => {
    await using lab = await Lab.open('many')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`)
    const blocks =
      names.map((name) => script(name, '/bin/true')).join('') + script('long', '/bin/sleep 4321', 'weight 9')
    const kac = await Kac.start(host, configuration(host, blocks, tracks(...names, 'long')))
    await reaches(kac, 'MASTER', 100)
    const first = zombiesOf(kac.daemon.pid)
    await until(() => !zombiesOf(kac.daemon.pid).some((stat) => first.includes(stat)), {
      within: 2000,
      what: 'what has ended is gone',
    })
    await kac.stop()
    const left = readdirSync('/proc').filter((pid) => contentOf(`/proc/${pid}/cmdline`).includes('sleep\x004321'))
    expect(left).toEqual([])
  })
})
