import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { instance } from '../support/notify/instance.ts'

/** What becomes of the programs that run when the daemon is stopped. */

test('nothing that it started is left when it has stopped', needs('root', 'ip'), async () => {
  await using lab = await Lab.open('left')
  const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'] })
  const stubborn = (name: string) => {
    const path = host.write(
      name,
      `#!/bin/sh\ntrap '' TERM\necho $$ >> ${host.folder}/pids\nwhile :; do sleep 1; done\n`,
    )
    chmodSync(path, 0o755)
    return path
  }
  const kac = await Kac.start(
    host,
    `global_defs {
  script_user root
  enable_script_security
  vrrp_notify_fifo ${host.folder}/fifo
  vrrp_notify_fifo_script ${stubborn('reader')}
}
vrrp_script slow {
  script ${stubborn('tracked')}
  interval 1
  timeout 60
  weight 10
}
${instance('VI_1', 51, `track_script {\n slow\n }\n notify_stop ${stubborn('told')}`)}`,
  )
  await kac.stop()
  const pids = readFileSync(`${host.folder}/pids`, 'utf8').trim().split('\n')
  expect(pids).toHaveLength(3)
  const isThere = (pid: string) => existsSync(`/proc/${pid}`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  await until(() => !pids.some(isThere), { within: 1000, what: 'all have ended' })
})
