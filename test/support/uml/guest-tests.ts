import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { runInUml } from './uml.ts'

/** One test of test/uml/, as it went inside the guest. */
export interface GuestTest {
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** Of a test that passed: why it failed before. */
  readonly failure: string
}

/** Of Vitest's JSON report: a file that does not load has a message and no tests. */
interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const root = new URL('../../..', import.meta.url).pathname

/** What takes minutes begins first, lest one guest be left alone at the end. */
const longest = ['vrrp', 'takeover', 'services-run', 'balancing', 'drain', 'traffic', 'twin-services', 'loss'].map(
  (name) => `${name}.test.ts`,
)

/** All tests of test/uml/. */
export function allGuestTests(): Promise<GuestTest[]> {
  const files = readdirSync(`${root}test/uml`).filter((name) => name.endsWith('.test.ts'))
  return runGuestTests([...new Set([...longest, ...files])], 600_000)
}

/** Runs files of test/uml/, each in a guest of its own. They wait most of the time: one more than there are cores. */
export async function runGuestTests(files: readonly string[], timeoutMs: number): Promise<GuestTest[]> {
  const waiting = [...files].reverse()
  const ran: GuestTest[] = []
  const work = async () => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      ran.push(...(await runInGuest(file, timeoutMs)))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, work))
  return ran
}

async function runInGuest(file: string, timeoutMs: number): Promise<GuestTest[]> {
  // Its own words go to a file first: to a terminal it would draw them.
  const vitest = `vitest run test/uml/${file} --reporter=default --reporter=json --outputFile=/tmp/report.json >/tmp/log 2>&1`
  const { code, stdout, stderr } = await runInUml({
    command: ['sh', '-c', `${vitest}; code=$?; cat /tmp/log >&2; cat /tmp/report.json; exit $code`],
    cwd: root,
    env: {
      KAC_GUEST: '1',
      KAC_TWINS: process.env.KAC_TWINS ?? '',
      NO_COLOR: '1',
      PATH: `${root}node_modules/.bin:${process.env.PATH}:/usr/sbin:/sbin`,
    },
    timeoutMs,
  })
  if (!stdout.startsWith('{')) throw new Error(`no report from user-mode-linux, exit code ${code}:\n${stderr}${stdout}`)
  const tests = testsOf(JSON.parse(stdout))
  const explained = code === 0 || tests.some(({ status }) => status === 'failed')
  return explained ? tests : [...tests, { name: `${file} as a whole`, status: 'failed', failure: stderr }]
}

function testsOf({ testResults }: Report): GuestTest[] {
  return testResults.flatMap((file) => {
    if (file.assertionResults.length === 0) return [{ name: file.name, status: 'failed', failure: file.message }]
    return file.assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      status: status === 'passed' || status === 'failed' ? status : 'skipped',
      failure: failureMessages.join('\n'),
    }))
  })
}
