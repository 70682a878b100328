import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { needs } from './support/needs.ts'
import { allGuestTests, runInUml } from './support/uml/index.ts'

const able = needs('root', 'linux.uml', 'modprobe', 'unshare', 'setpriv', 'g++')

describe('a command in user-mode-linux', able, () => {
  test('gives back its output, whole, and its exit code', async () => {
    const result = await runInUml({ command: ['sh', '-c', 'seq 1 20000; echo "it\'s" >&2; exit 7'] })

    expect(result).toEqual({
      code: 7,
      stdout: Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join(''),
      stderr: "it's\n",
    })
  })

  test('may write everywhere, and nothing of it reaches this machine', async () => {
    const file = '/etc/kac-written-by-a-guest'
    const { stdout } = await runInUml({ command: ['sh', '-c', `echo yes > ${file} && cat ${file}`] })

    expect(stdout).toBe('yes\n')
    expect(existsSync(file)).toBe(false)
  })

  test('that takes too long is ended with the whole guest', async () => {
    const command = ['sleep', '3600']
    await expect(runInUml({ command, timeoutMs: 5000 })).rejects.toThrow('gave no exit code in 5000 ms')

    expect(commandLines().filter((line) => line.startsWith('linux.uml'))).toEqual([])
  })

  test('says which kernel module is not there', async () => {
    const { code, stderr } = await runInUml({ modules: ['no-such-module'], command: ['true'] })

    expect(code).toBe(1)
    expect(stderr).toContain('no-such-module')
  })
})

function commandLines(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
  return pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
}

// Each test of the files of test/uml/ counts here as itself.
const inside = able.skip
  ? [{ name: 'tests of test/uml/', status: 'skipped', failure: '' } as const]
  : await allGuestTests()

describe('inside user-mode-linux', able, () => {
  test.for(inside)('$name', ({ status, failure }, { skip, task }) => {
    if (status === 'skipped') skip('skipped inside the guest')
    if (status === 'passed' && failure !== '') task.meta.failedFirst = failure
    if (status === 'failed') expect.fail(failure)
  })
})
