import { userInfo } from 'node:os'
import { expect } from 'vitest'
import type { Check } from '../../../src/bind/index.ts'
import { type Answer, type Kind, kindsOf, type ProbeResult } from '../../../src/check/index.ts'
import { hostHttpPorts, hostPrograms, openProbes } from '../../../src/host/index.ts'
import { configOf } from '../config-of.ts'
import type { TestServer } from './servers.ts'

/** Attempts on the loopback, by programs of whoever runs the test. */
export const probes = openProbes(({ command }, ended) => {
  const [file = ''] = command.argv
  const { uid, gid } = userInfo()
  return hostPrograms.start(
    { program: { file, argv: command.argv, uid, gid, umask: 0o022 }, args: [], listen: false },
    ended,
  )
})
const session = probes.open()
const kinds = kindsOf(hostHttpPorts)

/** The only check of a real server at this port, which gives up after 0.3 s. */
function checkOf(block: string, port: number): Check {
  const [keyword = '', rest = ''] = block.split(/ (.*)/s)
  const body = rest.replace(/^\{|\}$/g, '')
  const { virtualServers } = configOf(`virtual_server 192.0.2.10 80 {
    protocol TCP
    lb_algo rr
    lb_kind NAT
    real_server 127.0.0.1 ${port} {
        ${keyword} {
            ${keyword === 'MISC_CHECK' ? '' : 'connect_timeout 0.3'}
            ${body.replaceAll(';', '\n')}
        }
    }
}`)
  const check = virtualServers[0]?.realServers[0]?.checks[0]
  if (!check) throw new Error(`no check in ${block}`)
  return check
}

/** One attempt of it. */
export async function attempt(block: string, port: number, by = session): Promise<ProbeResult> {
  const check = checkOf(block, port)
  const kind = kinds[check.kind] as Kind
  const answer = await new Promise<Answer>((done) => by.attempt(check, kind.exchange(check, 0), done))
  return kind.judge(check, answer, 0)
}

export interface Case {
  readonly name: string
  readonly check: string
  readonly server: () => Promise<TestServer>
  /** Undefined for success; otherwise why not. */
  readonly why?: RegExp
}

export async function expectOf({ check, server, why }: Case): Promise<void> {
  await using running = await server()
  const result = await attempt(check, running.port)
  if (why === undefined) expect(result).toEqual({ kind: 'success' })
  else expect(result).toEqual({ kind: 'failure', why: expect.stringMatching(why) })
}
