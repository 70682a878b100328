import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { Running } from '../support/lab/index.ts'

/** Virtual services, run by keepalived and by kac: the table, the sync daemons and the timeouts, up and after the stop. */

const root = new URL('../../', import.meta.url).pathname
const twin = `${root}../shared/tools/twin`
const reference = 'keepalived -n -l -G -f {conf} -p {dir}/p -r {dir}/r -c {dir}/c -b {dir}/b'
const folder = `${root}test/fixtures/lvs-twin`

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

describe('kac and keepalived do the same to IPVS', () => {
  test('for every configuration', { timeout: 300_000 }, async (context) => {
    if (!existsSync(twin)) context.skip('the tool that compares two daemons is not beside this checkout')
    const files = readdirSync(folder).map((name) => `${folder}/${name}`)
    const kac = `${root}bin/kac daemon -f {conf}`
    const run = new Running(twin, ['--settle', '12', '--jobs', '2', '--a', reference, '--b', kac, ...files])
    await run.exited
    expect(run.stdout).toContain(`${files.length} files, ${files.length} the same, 0 differ`)
  })
})
