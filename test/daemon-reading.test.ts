import { describe, expect, test } from 'vitest'
import { type Micros, micros, seconds } from '../src/base/index.ts'
import type { Config } from '../src/bind/index.ts'
import { ReadingFiles } from '../src/daemon/configuration/reading-files.ts'
import { reloadTime } from '../src/daemon/configuration/reload-time.ts'
import { TimedReload } from '../src/daemon/configuration/timed-reload.ts'
import { configOf } from './support/config-of.ts'
import { VirtualClock } from './support/track/clock.ts'

/** What a configuration asks for around its being read: reload_file and its like. */

const globalDefs = (...lines: readonly string[]): Config => configOf(`global_defs {\n${lines.join('\n')}\n}\n`)

/** Says all that is done, in order. */
function recorder() {
  const done: string[] = []
  const log = (message: string) => void done.push(`log ${message}`)
  return {
    done,
    texts: {
      write: (path: string, text: string, umask: number) =>
        void done.push(`write ${path} ${JSON.stringify(text)} without ${umask.toString(8)}`),
      remove: (path: string) => void done.push(`remove ${path}`),
    },
    log: { info: log, warn: log, error: log },
  }
}

describe('files around a reading', () => {
  function filesOf(place = {}) {
    const { done, ...ports } = recorder()
    const renderFindings = () => 'lb1.conf:1:1: error'
    return { done, files: new ReadingFiles({ ...ports, renderFindings }, { pid: 7, pidDirectory: '/run', place }) }
  }

  test.for([
    ['a file that is named', ['reload_file /x/reading', 'umask 022'], {}, '/x/reading', '22'],
    ['the usual one', ['reload_file'], {}, '/run/keepalived.reload', '177'],
    ['that of an instance', ['reload_file'], { instance: 'blue' }, '/run/keepalived_blue.reload', '177'],
  ] as const)('reload_file is there while the configuration is read: %s', async ([, lines, place, path, umask]) => {
    const { done, files } = filesOf(place)
    const read = async () => done.push('read')
    await files.during(globalDefs(...lines), read)
    expect(done).toEqual([`write ${path} "" without ${umask}`, 'read', `remove ${path}`])
  })

  test('reload_file is taken away when the reading fails too', async () => {
    const { done, files } = filesOf()
    const reading = files.during(globalDefs('reload_file /x'), () => Promise.reject(new Error('gone')))
    await expect(reading).rejects.toThrow('gone')
    expect(done.at(-1)).toBe('remove /x')
  })

  test('without any of it nothing is written', async () => {
    const { done, files } = filesOf()
    await files.during(globalDefs(), async () => undefined)
    files.checked(globalDefs('reload_check_config'), [])
    files.save({ config: globalDefs(), diagnostics: [], expanded: () => 'text' })
    expect(done).toEqual([])
  })

  test('reload_check_config has the findings of the last reading alone', () => {
    const { done, files } = filesOf()
    const config = globalDefs('reload_check_config /x/log')
    const finding = { code: 'lint/x', severity: 'error', message: 'wrong', related: [] } as const
    files.checked(config, [finding as never])
    files.checked(config, [])
    expect(done).toEqual(['write /x/log "lb1.conf:1:1: error\\n" without 177', 'write /x/log "" without 177'])
  })

  test('config_save_dir gets every configuration that was put in force', () => {
    const { done, files } = filesOf()
    const candidate = { config: globalDefs('config_save_dir /x'), diagnostics: [], expanded: () => 'text' }
    files.save(candidate)
    files.save(candidate)
    const names = ['keepalived.conf.7.0', 'keepalived.conf.7.1']
    expect(done).toEqual(names.map((name) => `write /x/${name} "text" without 177`))
  })
})

const noon = micros(Date.UTC(2026, 10, 23, 12, 0, 0) * 1000)

describe('reload_time_file', () => {
  test.for<[string, string | undefined, boolean?]>([
    ['12:00:01Z\n', '2026-11-23T12:00:01.000Z', true],
    ['12:00:00Z', '2026-11-24T12:00:00.000Z', true],
    ['26-12-01 03:04:05Z', '2026-12-01T03:04:05.000Z', false],
    ['2027-01-01 00:00:00Z', '2027-01-01T00:00:00.000Z', false],
    ['2026-11-23 11:59:59Z', undefined],
    ['12:00', undefined],
    ['tomorrow', undefined],
    ['', undefined],
  ])('%j', ([text, at, daily]) => {
    const time = reloadTime(text, noon)
    expect(time && new Date(time.at / 1000).toISOString()).toBe(at)
    expect(time?.daily).toBe(daily)
  })

  test('without a Z it is the time of this host', () => {
    const local = new Date(noon / 1000 + 1000)
    const text = local.toTimeString().slice(0, 8)
    expect(reloadTime(text, noon)).toEqual({ at: micros(local.getTime() * 1000), daily: true })
  })

  function timedOf(config: Config) {
    const { done, ...ports } = recorder()
    const clock = new VirtualClock()
    let tell: (content: string | undefined) => void = () => {}
    const files = {
      watch: (path: string, changed: typeof tell) => {
        done.push(`watch ${path}`)
        tell = changed
        return { close: () => void done.push(`leave ${path}`) }
      },
    }
    const realTime = (): Micros => micros(noon + clock.now())
    const after = clock.after.bind(clock)
    const timed = new TimedReload({ ...ports, files, clock: { realTime, after } }, async () => done.push('reload'))
    timed.adopt(config)
    /** Resolves when what the timers began is done. */
    const runUntil = async (end: Micros) => {
      clock.runUntil(end)
      await new Promise(setImmediate)
    }
    return { done, timed, tell: (content: string | undefined) => tell(content), runUntil }
  }

  test('reloads at that time, once, and takes the file away', async () => {
    const { done, tell, runUntil } = timedOf(globalDefs('reload_time_file /x/when'))
    tell('2026-11-25 12:00:00Z')
    await runUntil(seconds(2 * 86_400 - 1))
    expect(done).toEqual(['watch /x/when', 'log /x/when: reload at 2026-11-25T12:00:00.000Z'])
    await runUntil(seconds(9 * 86_400))
    expect(done.slice(2)).toEqual(['remove /x/when', 'reload'])
  })

  test('with reload_repeat a time alone is one of every day', async () => {
    const { done, tell, runUntil } = timedOf(globalDefs('reload_time_file /x', 'reload_repeat'))
    tell('12:00:10Z')
    for (const day of [0, 1, 2]) await runUntil(seconds(day * 86_400 + 11))
    expect(done.filter((each) => each === 'reload')).toHaveLength(3)
    expect(done).not.toContain('remove /x')
  })

  test('what is written anew counts, and what cannot be read is said', async () => {
    const { done, tell, runUntil } = timedOf(globalDefs('reload_time_file /x'))
    tell('12:00:10Z')
    tell('never')
    tell(undefined)
    await runUntil(seconds(20))
    expect(done.slice(2)).toEqual(['log /x holds no time to come: nothing is reloaded'])
  })

  test('a reload may name another file, or none', () => {
    const { done, timed } = timedOf(globalDefs('reload_time_file /x'))
    timed.adopt(globalDefs('reload_time_file /x'))
    timed.adopt(globalDefs('reload_time_file /y'))
    timed.adopt(globalDefs())
    expect(done).toEqual(['watch /x', 'leave /x', 'watch /y', 'leave /y'])
  })
})
