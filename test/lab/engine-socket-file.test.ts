import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  Control,
  engineProgram,
  routersOf,
  startLone,
  startMaster,
  TestEngine,
  undisturbed,
} from '../support/engine/index.ts'
import { Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

describe('the socket file of kac-engine', needs('root', 'ip', 'nsenter'), () => {
  test.each(['engine.sock', 'other.sock'])(
    'a second engine in one network namespace, on %s, ends with 75 and names the first one',
    async (name) => {
      await using started = await startMaster()
      const { host, engine } = started
      const second = await host.run(engineProgram, ['--control', join(host.folder, name)])
      expect(second).toMatchObject({
        code: 75,
        stderr: `kac-engine: another kac-engine (pid ${engine.running.pid}) runs in this network namespace\n`,
      })
      expect(await routersOf(started)).toMatchObject(undisturbed)
    },
  )

  test('engines of two network namespaces cannot have one socket', async () => {
    await using started = await startLone()
    const { lab, engine } = started
    const other = await lab.host('lb2')
    const second = await other.run(engineProgram, ['--control', engine.socketPath])
    expect(second).toMatchObject({
      code: 75,
      stderr: `kac-engine: another kac-engine answers on ${engine.socketPath}\n`,
    })
    await engine.attach()
  })

  test('however often somebody asks who runs here, the answer comes', async () => {
    await using started = await startLone()
    const { host, engine } = started
    for (let round = 0; round < 40; round++) {
      const { stderr } = await host.run(engineProgram, ['--control', engine.socketPath])
      expect(stderr).toMatch(/another kac-engine .*runs in this network namespace/)
    }
    await until(
      async () => (await host.run(engineProgram, ['--control', engine.socketPath])).stderr.includes('(pid '),
      {
        within: 3000,
        every: 200,
      },
    )
  })

  test('of many that start at once one runs, and the others end with 75', async () => {
    await using lab = await Lab.open('control')
    const host = await lab.host('lb1')
    const path = join(host.folder, 'engine.sock')
    const engines = Array.from({ length: 8 }, () => host.spawn(engineProgram, ['--control', path]))
    const codes = () => engines.map((engine) => engine.exit?.code)
    await until(() => codes().filter((code) => code === 75).length === 7, { within: 3000, what: () => String(codes()) })
    const control = await Control.greet(path, 'controller')
    expect(engines.filter((engine) => engine.exit === undefined).map((engine) => engine.pid)).toEqual([
      control.heard('hello')[0]?.pid,
    ])
  })

  test('that of a dead engine is replaced', async () => {
    await using started = await startLone()
    const { host, engine } = started
    await engine.running.kill('SIGKILL')
    expect(existsSync(engine.socketPath)).toBe(true)
    const next = await TestEngine.start(host)
    await next.attach()
  })

  test.each([
    ['removed', (path: string) => rmSync(path)],
    ['removed with its folder', (path: string) => rmSync(dirname(path), { recursive: true })],
  ])('%s under it, it is there again soon, and the old clients stay', async (_, remove) => {
    await using started = await startMaster('run/engine.sock')
    const { engine, control } = started
    remove(engine.socketPath)
    await until(() => existsSync(engine.socketPath), { within: 3000 })
    expect(statSync(engine.socketPath).mode & 0o777).toBe(0o600)
    expect(await routersOf(started)).toMatchObject(undisturbed)
    expect((await control.status()).routers).toHaveLength(1)
    await control.shutdown()
    await engine.running.exited
    expect(existsSync(engine.socketPath)).toBe(false)
  })

  test('replaced under it, it goes on, and leaves alone what another has put there', async () => {
    await using started = await startMaster()
    const { host, engine, control } = started
    renameSync(host.write('another', 'not a socket'), engine.socketPath)
    expect((await control.status()).routers).toHaveLength(1)
    await control.shutdown()
    await engine.running.exited
    expect(existsSync(engine.socketPath)).toBe(true)
  })

  test.each([
    ['in a folder that is not there', 'nowhere/engine.sock', 'No such file or directory'],
    ['of a name too long for a socket', 'x'.repeat(200), 'File name too long'],
    ['that is another file, which stays,', 'notes.txt', 'File exists'],
    ['that is a link to another file', 'link', 'File exists'],
    ['that is a folder', '.', 'File exists'],
  ])('one %s ends it with 1 and says why', async (_, name, why) => {
    await using lab = await Lab.open('control')
    const host = await lab.host('lb1')
    const notes = host.write('notes.txt', 'keep this')
    await host.sh('ln -s notes.txt link')
    const path = join(host.folder, name)
    const { code, stderr } = await host.run(engineProgram, ['--control', path])
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^kac-engine: cannot listen on .*\n$/) })
    expect(stderr).toContain(`${why}\n`)
    expect(readFileSync(notes, 'utf8')).toBe('keep this')
  })

  test('without a router and a controller it ends by itself', async () => {
    await using started = await startLone()
    const { engine } = started
    const observer = await engine.attach('observer')
    const begun = performance.now()
    await until(() => engine.running.exit, { within: 15_000 })
    expect(engine.running.exit).toEqual({ code: 0, signal: null })
    expect(performance.now() - begun).toBeGreaterThan(8000)
    expect(observer.closed).toBe(true)
  })
})
