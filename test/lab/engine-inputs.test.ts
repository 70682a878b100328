import { describe, expect, test } from 'vitest'
import { askTracker } from '../../src/engine/control.ts'
import { hostWithEngine, sources } from '../support/engine/index.ts'
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
})
