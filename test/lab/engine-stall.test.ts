import { describe, expect, test } from 'vitest'
import { image, interfaceOf, sources, TestEngine } from '../support/engine/index.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** Engines that are stopped for a second, as by a paused machine, with many quick routers. */

const routers = Array.from({ length: 255 }, (_, i) => i + 1)
const within = 15_000

async function engineOf(lab: Lab, name: 'lb1' | 'lb2', priority: number) {
  const host = await lab.host(name, { eth0: [`${sources[name]}/24`] })
  const engine = await TestEngine.start(host)
  const control = await engine.attach()
  const on = interfaceOf(host.namespace, 'eth0')
  const common = { on, source: sources[name], priority, intervalMs: 100 }
  await control.load(image(...routers.map((vrid) => ({ ...common, vrid, addresses: [`10.0.0.${vrid}/32`] }))))
  return { host, engine, control }
}

function holding(host: Host): number {
  return routers.filter((vrid) => host.has(`10.0.0.${vrid}`)).length
}

async function pause({ running }: TestEngine, milliseconds: number): Promise<void> {
  running.signal('SIGSTOP')
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  running.signal('SIGCONT')
}

describe('an engine that was stopped for a second', needs('root', 'ip', 'tcpdump', 'nsenter'), () => {
  test('as backup of 255 routers it becomes master of none', async () => {
    await using lab = await Lab.open('stall')
    const one = await engineOf(lab, 'lb1', 200)
    await until(() => holding(one.host) === routers.length, { within, what: 'lb1 is master of all' })
    const two = await engineOf(lab, 'lb2', 100)
    await until(() => two.control.heard('transition').length === routers.length, { within })

    await pause(two.engine, 1000)
    const { routers: after } = await two.control.status()
    expect(after.filter(({ state }) => state !== 'BACKUP')).toEqual([])
    expect(two.control.heard('transition').filter(({ to }) => to === 'MASTER')).toEqual([])
  })

  test('as master it hears who has taken over before it speaks, and has the addresses again', async () => {
    await using lab = await Lab.open('stall')
    const one = await engineOf(lab, 'lb1', 200)
    await until(() => holding(one.host) === routers.length, { within, what: 'lb1 is master of all' })
    const two = await engineOf(lab, 'lb2', 100)
    await until(() => two.control.heard('transition').length === routers.length, { within })

    await pause(one.engine, 1000)
    await until(() => holding(two.host) === 0 && holding(one.host) === routers.length, { within })
    const { lateness } = await one.control.status()
    expect(lateness?.max).toBeGreaterThan(500_000)
    const told = one.control.heard('lower-priority')
    expect(new Set(told.map(({ router }) => router)).size).toBe(routers.length)
    expect(told[0]).toMatchObject({ priority: 100, source: sources.lb2 })
  })
})
