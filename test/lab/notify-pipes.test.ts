import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { instance } from '../support/notify/instance.ts'

/** The pipe and its reader over reloads and restarts, and the programs of start and stop. */

const configuration = (host: Host, blocks: string, globals = '') =>
  `global_defs {
  enable_script_security
  script_user root
  vrrp_notify_fifo DIR/fifo nobody
  vrrp_notify_fifo_script DIR/reader
  fifo_write_vrrp_states_on_reload
  ${globals}
}
${blocks}`.replaceAll('DIR', host.folder)

async function openLab(name: string): Promise<{ lab: Lab; host: Host; lines: () => string[] }> {
  const lab = await Lab.open(name)
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const { folder } = host
  await host.sh(`cd ${folder}
    printf '#!/bin/sh\\nexec cat "$1" >> ${folder}/lines\\n' > reader
    printf '#!/bin/sh\\necho "$*" >> ${folder}/calls\\n' > record
    chmod 755 reader record; : > lines`)
  return { lab, host, lines: () => readFileSync(`${folder}/lines`, 'utf8').split('\n').slice(0, -1) }
}

async function reload(kac: Kac, host: Host, text: string): Promise<void> {
  const before = kac.daemon.output.split('is in force').length
  host.write('keepalived.conf', text)
  kac.daemon.signal('SIGHUP')
  await until(() => kac.daemon.output.split('is in force').length > before, { within: 5000, what: 'it is reloaded' })
}

async function reads(lines: () => string[], expected: readonly string[]): Promise<void> {
  await until(() => lines().length >= expected.length, { within: 5000, what: () => lines().join('; ') })
  expect(lines()).toEqual(expected)
}

const start = ['INSTANCE "A" BACKUP 100', 'INSTANCE "A" MASTER 100']

describe('pipes and programs', needs('root', 'ip'), () => {
  test('a reload keeps the pipe and its reader, says what stays, and what goes', async () => {
    const { lab, host, lines } = await openLab('pipe')
    await using _lab = lab
    const both = instance('A', 51) + instance('B', 52, `state MASTER\nnotify_deleted "DIR/record deleted"`)
    const kac = await Kac.start(host, configuration(host, both))
    const fifo = `${host.folder}/fifo`
    await until(() => lines().length >= 3, { within: 5000, what: 'the start is told' })
    const { ino, mode, uid } = statSync(fifo)
    expect({ mode: mode & 0o777, uid }).toEqual({ mode: 0o600, uid: 65534 })
    const before = lines().length
    await reload(kac, host, configuration(host, instance('A', 51)))
    await reads(() => lines().slice(before), ['INSTANCE "B" DELETED 255', 'INSTANCE "A" MASTER 100'])
    expect(statSync(fifo).ino).toBe(ino)
    const calls = `${host.folder}/calls`
    await until(() => existsSync(calls) && readFileSync(calls, 'utf8') === 'deleted\n', { within: 5000, what: calls })
    await kac.stop()
    expect(lines().at(-1)).toBe('INSTANCE "A" STOP 100')
    expect(existsSync(fifo)).toBe(false)
  })

  test('a daemon that comes later tells what happened meanwhile, and nothing else', async () => {
    const { lab, host, lines } = await openLab('later')
    await using _lab = lab
    const text = configuration(host, instance('A', 51))
    const kac = await Kac.start(host, text)
    await reads(lines, start)
    await kac.daemon.kill('SIGKILL')
    const next = await Kac.start(host, text)
    await next.daemon.kill('SIGKILL')
    await host.sh('ip link set eth0 down')
    const last = await Kac.start(host, text)
    await reads(lines, [...start, 'INSTANCE "A" FAULT 100'])
    await last.stop()
  })

  test('startup_script runs before everything, shutdown_script after everything, each no longer than it may', async () => {
    const { lab, host, lines } = await openLab('once')
    await using _lab = lab
    const programs = `startup_script "DIR/record before $(ip -o address show dev eth0 | wc -l)"
  shutdown_script "/bin/sleep 60"
  shutdown_script_timeout 1`
    const kac = await Kac.start(host, configuration(host, instance('A', 51), programs))
    expect(readFileSync(`${host.folder}/calls`, 'utf8')).toMatch(/^before /)
    await reads(lines, start)
    await kac.stop()
    await kac.daemon.says('shutdown_script: killed by SIGTERM')
    expect(host.has('192.0.2.51')).toBe(false)
  })
})
