import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** `watchSignal` of the addon, each time in a process of its own. */

const addon = new URL('../native/build/Release/kac.node', import.meta.url).pathname

function run(body: string) {
  const prelude = `const { watchSignal } = require(${JSON.stringify(addon)}); const tick = () => new Promise(setImmediate);`
  const settled = 'const settled = async (until) => { while (!until()) await tick() };'
  const script = `${prelude}${settled}(async () => {${body}})()`
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
  return { status, signal, stdout, stderr }
}

const quiet = { status: 0, signal: null, stderr: '' }

test('every delivery is told, for as many watchers as there are', () => {
  const ran = run(`
    let heard = ''
    watchSignal(36, () => { heard += 'a' })
    watchSignal(63, () => { heard += 'b' })
    const send = (number, until) => (process.kill(process.pid, number), settled(() => heard === until))
    await send(36, 'a'); await send(63, 'ab'); await send(36, 'aba')
    console.log(heard)`)
  expect(ran).toEqual({ ...quiet, stdout: 'aba\n' })
})

test('a watcher keeps no process alive', () => {
  expect(run('watchSignal(36, () => {})')).toEqual({ ...quiet, stdout: '' })
})

test('what a callback throws is an uncaught exception', () => {
  const ran = run(`
    let caught
    process.on('uncaughtException', (error) => { caught = error.message })
    watchSignal(36, () => { throw new Error('thrown') })
    process.kill(process.pid, 36)
    await settled(() => caught)
    console.log(caught)`)
  expect(ran).toEqual({ ...quiet, stdout: 'thrown\n' })
})

test.for([
  ['watchSignal()', 'number must be a number'],
  ['watchSignal(1.5, () => {})', 'number must be a whole number in range'],
  ['watchSignal(36)', 'onSignal must be a function'],
  ['watchSignal(9, () => {})', 'cannot watch signal: invalid argument'],
] as const)('%s is refused', ([call, why]) => {
  expect(run(`try { ${call} } catch (error) { console.log(error.message) }`)).toEqual({ ...quiet, stdout: `${why}\n` })
})

test('a worker may end while it watches', () => {
  const ran = run(`
    const { Worker } = require('node:worker_threads')
    const source = 'require(${JSON.stringify(addon)}).watchSignal(36, () => {})'
    for (const end of ['exit', 'terminate']) {
      const worker = new Worker(end === 'exit' ? source : source + '; setInterval(() => {}, 1000)', { eval: true })
      await new Promise((done) => worker.once('online', done))
      if (end === 'terminate') await worker.terminate()
      else await new Promise((done) => worker.once('exit', done))
    }
    console.log('alive')`)
  expect(ran).toEqual({ ...quiet, stdout: 'alive\n' })
})
