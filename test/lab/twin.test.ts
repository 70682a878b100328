import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Running } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

/** Each example, run by keepalived and by kac: the kernel's state while up and after the stop, and every packet. */

const root = new URL('../../', import.meta.url).pathname
const twin = `${root}../shared/tools/twin`
const reference = 'keepalived -n -l -G -f {conf} -p {dir}/p -r {dir}/r -c {dir}/c -b {dir}/b'
const examples = readdirSync(`${root}examples`).filter((name) => name.endsWith('.conf'))

describe('kac and keepalived do the same to host and wire', needs('root', 'keepalived', 'tcpdump'), () => {
  test('for every example', async (context) => {
    if (!existsSync(twin)) context.skip('the tool that compares two daemons is not beside this checkout')
    const files = examples.map((name) => `${root}examples/${name}`)
    const run = new Running(twin, ['--a', reference, '--b', `${root}bin/kac daemon -f {conf}`, ...files])
    await run.exited
    expect(run.stdout).toContain(`${files.length} files, ${files.length} the same, 0 differ`)
  })
})
