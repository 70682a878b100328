import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Control, engineProgram, startLone, startMaster, TestEngine } from '../support/engine/index.ts'
import { Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

describe('the socket file of kac-engine', needs('root', 'ip', 'nsenter'), () => {
  test('a second engine on it ends with 75 and says why', async () => {
    await using started = await startLone()
    const { host, engine } = started
    const second = await host.run(engineProgram, ['--control', engine.socketPath])
    expect(second).toMatchObject({
      code: 75,
      stderr: `kac-engine: another kac-engine answers on ${engine.socketPath}\n`,
    })
    await engine.attach()
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

  test('removed under it, it goes on, and leaves alone what another has put there', async () => {
    await using started = await startMaster()
    const { engine, control } = started
    rmSync(engine.socketPath)
    expect((await control.status()).routers).toHaveLength(1)
    writeFileSync(engine.socketPath, 'not a socket')
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
