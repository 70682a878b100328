import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { instructionsOf } from '../../src/check/index.ts'
import { ForkedChecker } from '../support/check/forked.ts'
import { configOf } from '../support/config-of.ts'
import { needs } from '../support/needs.ts'

/** SCHED_RR is 2: field 41 of proc(5) stat; its priority in real time is field 40, its nice value field 19. */
function schedulingOf(pid: number) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [nice, priority, policy] = [19, 40, 41].map((field) => Number(fields[field - 3]))
  const cpus = /^Cpus_allowed_list:\s+(\S+)/m.exec(status)?.[1]
  return { name: readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), nice, priority, policy, cpus }
}

const keywords = `global_defs {
  checker_priority -3
  checker_rt_priority 7
  checker_rlimit_rttime 5000000
  checker_cpu_affinity 0
  checker_process_name lb_checks
}
`

test(
  'the process that checks runs as its configuration says, and as before when it says no more',
  needs('root'),
  async () => {
    await using checker = new ForkedChecker()
    const configured = async (text: string) => {
      checker.tell({ kind: 'configure', edition: 1, ...instructionsOf(configOf(text)), suspended: [] })
      await checker.hears('configured')
      return schedulingOf(checker.pid)
    }
    const before = await configured('')
    expect(before.name).toBe('kac-checker')
    expect(await configured(keywords)).toEqual({ name: 'lb_checks', nice: -3, priority: 7, policy: 2, cpus: '0' })
    expect(await configured('')).toEqual(before)
  },
)
