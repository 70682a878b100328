import { describe, expect, test } from 'vitest'
import { askTracker } from '../../src/engine/control.ts'
import { hostWithEngine, interfaceOf, sources } from '../support/engine/index.ts'
import { Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

const within = 3000

describe('what kac-engine is told and hears', needs('root', 'ip', 'tcpdump', 'nsenter'), () => {
  test('two elect the higher priority with the authentication header; who has another password is not heard', async () => {
    await using lab = await Lab.open('engine')
    const one = await hostWithEngine(lab, 'lb1')
    const two = await hostWithEngine(lab, 'lb2')
    const slow = { within: 8000 }
    const changes = { version: 2, intervalMs: 1000, authentication: 'ah', password: 's3cr3t' } as const
    await two.load({ ...changes, priority: 100 })
    await until(() => two.control.states('VI_51').at(-1) === 'MASTER', slow)
    await one.load({ ...changes, priority: 150 })
    await until(() => two.control.states('VI_51').at(-1) === 'BACKUP', slow)
    expect(one.control.states('VI_51')).toEqual(['BACKUP', 'MASTER'])

    await two.load({ ...changes, priority: 100, password: 'other' })
    await until(() => two.control.states('VI_51').at(-1) === 'MASTER', slow)
    expect(two.control.heard('rejected').at(-1)).toMatchObject({ reject: 'wrong signature', source: sources.lb1 })
  })

  test('what the daemon tells of a tracker counts at once, and goes on counting without the daemon', async () => {
    await using lab = await Lab.open('engine')
    const { control, engine, load } = await hostWithEngine(lab, 'lb1')
    const tracker = (id: string, weight: number) =>
      ({ kind: 'state', id, interfaceIndex: 0, weight, reverse: false }) as const
    control.write(askTracker('file', 1))
    await load({ trackers: [tracker('check', -20), tracker('file', 0)] })
    await control.reaches('VI_51', 'MASTER')
    const capture = await lab.capture()
    control.write(askTracker('check', 0))
    await until(() => capture.adverts(51).some(({ priority }) => priority === 130), { within })
    expect(control.heard('priority')).toMatchObject([{ router: 'VI_51', state: 'MASTER', effectivePriority: 130 }])
    control.write(askTracker('file', 0))
    await control.reaches('VI_51', 'FAULT')
    await control.close()
    const next = await engine.attach()
    expect((await next.status()).routers[0]).toMatchObject({ state: 'FAULT', reason: 'something tracked failed' })
  })
  const families = [
    { family: 'IPv4', from: [sources.lb1, sources.lb2], vip: '192.0.2.10/32' },
    { family: 'IPv6', from: ['fe80::1', 'fe80::2'], vip: 'fe80::10/64' },
  ] as const
  const ways = [
    { how: 'is', unheard: false },
    { how: 'is, unheard of among more changes than can be queued,', unheard: true },
  ]
  const flood = Array.from({ length: 12_000 }, () => 'address add 203.0.113.1 dev lo\naddress del 203.0.113.1 dev lo')

  test.for(families.flatMap((family) => ways.map((way) => ({ ...family, ...way }))))(
    'an interface that $how made anew, with the number it had, hears adverts over $family',
    async ({ from, vip, unheard }) => {
      await using lab = await Lab.open('engine')
      const one = await hostWithEngine(lab, 'lb1', ['fe80::1/64'])
      const two = await hostWithEngine(lab, 'lb2', ['fe80::2/64'])
      await one.load({ source: from[0], addresses: [vip] })
      await one.control.reaches('VI_51', 'MASTER')
      await two.load({ source: from[1], addresses: [vip], priority: 100 })
      await two.control.reaches('VI_51', 'BACKUP')
      const { index } = interfaceOf(two.host.namespace, 'eth0')
      if (unheard) {
        two.engine.running.signal('SIGSTOP')
        await two.host.run('ip', ['-batch', two.host.write('flood', flood.join('\n'))])
      }
      await two.host.sh('ip link delete eth0')
      if (!unheard) await two.control.reaches('VI_51', 'FAULT')
      lab.remake(two.host, 'eth0', index)
      await two.host.sh(`ip address add ${sources.lb2}/24 dev eth0
    ip address add fe80::2/64 dev eth0 nodad`)
      two.engine.running.signal('SIGCONT')
      if (unheard) await until(() => /reading all of them/.test(JSON.stringify(two.control.heard('log'))), { within })
      await two.control.reaches('VI_51', 'BACKUP')
      const heard = async () => (await two.control.status()).routers[0]?.counters.adverts_received ?? 0
      const before = await heard()
      await until(async () => (await heard()) > before, { within })
    },
  )
})
