import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type EngineImage, emptyImage, encodeImage } from '../../src/engine/image.ts'
import { type Control, startLone } from '../support/engine/index.ts'
import { needs } from '../support/needs.ts'

/** SCHED_OTHER, SCHED_RR: field 41 of proc(5) stat; its priority in real time is field 40, its nice value field 19. */
function schedulingOf(pid: number) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const limit = /^Max realtime timeout +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]
  const [nice, priority, policy] = [19, 40, 41].map((field) => Number(fields[field - 3]))
  return {
    nice,
    priority,
    policy,
    cpus: /^Cpus_allowed_list:\s+(\S+)/m.exec(status)?.[1],
    locked: Number(/^VmLck:\s+(\d+)/m.exec(status)?.[1]) > 0,
    limit,
  }
}

function load(control: Control, changes: Partial<EngineImage['scheduling']>) {
  return control.load(encodeImage({ ...emptyImage, scheduling: { ...emptyImage.scheduling, ...changes } }))
}

test(
  'the engine runs as its image says, and as before when it says no more',
  needs('root', 'ip', 'nsenter'),
  async () => {
    await using lone = await startLone()
    const control = await lone.engine.attach()
    const { pid } = await control.hears('hello')
    const before = schedulingOf(pid)

    const changes = { nice: -3, realTimePriority: 7, realTimeLimit: 50_000, lockMemory: true, cpus: [0] }
    expect(await load(control, changes)).toMatchObject({ taken: true })
    expect(schedulingOf(pid)).toEqual({ nice: -3, priority: 7, policy: 2, cpus: '0', locked: true, limit: '50000' })

    expect(await load(control, {})).toMatchObject({ taken: true })
    expect(schedulingOf(pid)).toEqual(before)
  },
)
