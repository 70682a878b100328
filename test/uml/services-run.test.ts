import { rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'

/** kac plan and kac apply for virtual services while a daemon runs the host. */

/** A server is in use while its file is there. */
function server(host: Host, n: number, more = ''): string {
  return `  real_server 198.51.100.${n} 80 {
    ${more}
    MISC_CHECK {
      misc_path "/usr/bin/test -e ${host.folder}/up${n}"
      misc_timeout 20
    }
  }
`
}

const globals = 'global_defs {\n  script_user root\n}\n'

function web(...servers: readonly string[]): string {
  return `${globals}virtual_server 192.0.2.1 80 {
  protocol TCP
  delay_loop 0.5
  warmup 0
  retry 1
  delay_before_retry 0.1
  lb_algo rr
  lb_kind NAT
${servers.join('')}}
`
}

const table = async (host: Host) =>
  (await host.sh('ipvsadm -Sn'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort()
const service = '-A -t 192.0.2.1:80 -s rr'
const destination = (n: number, weight = 1) => `-a -t 192.0.2.1:80 -r 198.51.100.${n}:80 -m -w ${weight}`

async function becomes(host: Host, ...lines: readonly string[]): Promise<void> {
  let now: readonly string[] = []
  const isSo = async () => {
    now = await table(host)
    return JSON.stringify(now) === JSON.stringify(lines)
  }
  await until(isSo, { within: 40_000, every: 100, what: () => `the table is ${now.join('\n')}` })
}

/** The daemon of a host whose first two of three servers are up. */
async function directed(host: Host): Promise<Kac> {
  for (const n of [1, 2]) host.write(`up${n}`, '')
  const kac = await Kac.start(host, web(server(host, 1), server(host, 2), server(host, 3)))
  await becomes(host, service, destination(1), destination(2))
  return kac
}

const file = (host: Host) => `${host.folder}/keepalived.conf`
const plan = (host: Host, ...flags: string[]) => host.run('kac', ['plan', '-f', file(host), ...flags])
const apply = (host: Host, ...flags: string[]) => host.run('kac', ['apply', '-f', file(host), '--yes', ...flags])

describe('while a daemon runs', () => {
  test('a plan of what it runs has nothing to do, whoever is down and whoever else is there', async () => {
    await using lab = await Lab.open('run-plan')
    const host = await lab.host('lb1')
    const foreign = '-A -f 7 -s rr'
    await host.sh(`ipvsadm ${foreign}`)
    host.write('up1', '')
    const kac = await Kac.start(host, web(server(host, 1), server(host, 2, 'inhibit_on_failure'), server(host, 3)))
    await becomes(host, foreign, service, destination(1), destination(2, 0))

    const unchanged = await plan(host, '--detailed-exitcode')
    expect(unchanged).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') })
    expect(unchanged.stdout).toMatch(/= virtual_server\.fwmark 7 +not made by kac: left alone/)
    kac.daemon.signal('SIGSTOP')
    const unanswered = await plan(host, '--detailed-exitcode')
    kac.daemon.signal('SIGCONT')
    expect(unanswered).toMatchObject({ code: 0, stderr: expect.stringContaining('is taken from the kernel') })
    // What somebody else did to it meanwhile is put right soon.
    await host.sh('ipvsadm -a -t 192.0.2.1:80 -r 198.51.100.3:80 -m')
    const disturbed = await plan(host, '--detailed-exitcode')
    expect(disturbed).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/- 198\.51\.100\.3:80 .* not wanted now/),
    })
    await kac.stop()
  })

  test('what it has not taken yet is planned by what it knows, and applied', async () => {
    await using lab = await Lab.open('run-apply')
    const host = await lab.host('lb1')
    const kac = await directed(host)
    // The third is down and may be as heavy as it likes; the fourth is new.
    host.write('up4', '')
    host.write('keepalived.conf', web(server(host, 1, 'weight 5'), server(host, 3, 'weight 9'), server(host, 4)))
    const planned = await plan(host, '--detailed-exitcode')
    expect(planned.code).toBe(2)
    expect(planned.stdout).toContain('Plan: 1 to add, 1 to change, 1 to destroy.')
    const { changes } = JSON.parse((await plan(host, '--json')).stdout)
    expect(changes.map(({ action, id }: { action: string; id: string }) => `${action} ${id}`).sort()).toEqual([
      'create destination 192.0.2.1:80/tcp -> 198.51.100.4:80',
      'remove destination 192.0.2.1:80/tcp -> 198.51.100.2:80',
      'update destination 192.0.2.1:80/tcp -> 198.51.100.1:80',
    ])
    expect(await table(host)).toEqual([service, destination(1), destination(2)])

    const applied = await apply(host)
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('is in force\nApplied, and read back') })
    expect(await table(host)).toEqual([service, destination(1, 5), destination(4)])
    rmSync(`${host.folder}/up1`)
    await becomes(host, service, destination(4))
    expect(await plan(host, '--detailed-exitcode')).toMatchObject({ code: 0 })
    await kac.stop()
  })

  test('what left the file while no daemon ran goes when one starts, and what others made stays', async () => {
    await using lab = await Lab.open('run-left')
    const host = await lab.host('lb1')
    const killed = await directed(host)
    await killed.daemon.kill('SIGKILL')
    await host.sh('ipvsadm -A -f 7 -s rr')
    const rest = `${globals}static_ipaddress {\n  192.0.2.5/32 dev lo\n}\n`
    const kac = await Kac.start(host, rest, ['--allow-empty'])
    await becomes(host, '-A -f 7 -s rr')
    await kac.stop()
    expect(await table(host)).toEqual(['-A -f 7 -s rr'])
  })

  test('a file that a reload refused is not put in force by a crash, though the engine ends with it', async () => {
    await using lab = await Lab.open('run-crash')
    const host = await lab.host('lb1')
    const first = await directed(host)
    const broken = `${web(server(host, 1), server(host, 2), server(host, 3, 'inhibit_on_failure'))}no_keyword\n`
    host.write('keepalived.conf', broken)
    first.daemon.signal('SIGHUP')
    await first.daemon.says('error refused')
    const engine = await first.enginePid()
    await first.daemon.kill('SIGKILL')
    // Without a router it ends by itself after a while.
    process.kill(engine, 'SIGKILL')

    const second = await Kac.start(host, broken)
    await second.daemon.says('1 error is new in it')
    expect(await table(host)).toEqual([service, destination(1), destination(2)])
    await second.stop()
    const third = await Kac.start(host, broken)
    await becomes(host, service, destination(1), destination(2), destination(3, 0))
    await third.stop()
  })

  test('most servers do not go by accident, and a plan says so', async () => {
    await using lab = await Lab.open('run-guard')
    const host = await lab.host('lb1')
    const kac = await directed(host)
    host.write('up4', '')
    host.write('keepalived.conf', web(server(host, 4)))
    const refused = '2 of 2 real servers go; --allow-mass-change lets it through'
    expect(await plan(host)).toMatchObject({ code: 0, stdout: expect.stringContaining(refused) })
    expect(await apply(host)).toMatchObject({ code: 3, stderr: expect.stringContaining(refused) })
    expect(await table(host)).toEqual([service, destination(1), destination(2)])
    expect(await apply(host, '--allow-mass-change')).toMatchObject({ code: 0 })
    expect(await table(host)).toEqual([service, destination(4)])
    await kac.stop()
  })

  test('what the kernel refuses is an error that names it, and the rest is done', async () => {
    await using lab = await Lab.open('run-refused')
    const host = await lab.host('lb1')
    const kac = await directed(host)
    const other = web(server(host, 1)).slice(globals.length).replace('192.0.2.1', '192.0.2.2')
    host.write('keepalived.conf', web(server(host, 1)) + other.replace('lb_algo rr', 'lb_algo twos'))
    const { code, stderr } = await apply(host)
    expect({ code, stderr }).toMatchObject({ code: 1 })
    expect(stderr).toContain('is in force, but: cannot create service 192.0.2.2:80/tcp: ENOENT')
    expect(await table(host)).toEqual([service, destination(1)])
    // Nothing was forgotten: it is still to be done.
    expect(await plan(host, '--detailed-exitcode')).toMatchObject({ code: 2 })
    expect(await apply(host)).toMatchObject({ code: 1 })
    await kac.stop()
  })
})
