import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { runInUml } from './uml.ts'

/** One test of test/uml/, as it went inside the guest. */
export interface GuestTest {
  readonly name: string
  readonly status: 'passed' | 'failed' | 'skipped'
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

/** Runs all tests of test/uml/ in guests, one for each core: a guest has but one. */
export async function runGuestTests(): Promise<GuestTest[]> {
  const files = readdirSync(`${root}test/uml`).filter((name) => name.endsWith('.test.ts'))
  const guests = Array.from({ length: availableParallelism() }, (_, guest) =>
    files.filter((_name, index) => index % availableParallelism() === guest),
  )
  const ran = await Promise.all(guests.map((some) => (some.length === 0 ? [] : runInGuest(some))))
  return ran.flat()
}

async function runInGuest(files: readonly string[]): Promise<GuestTest[]> {
  // Its own words go to a file first: to a terminal it would draw them.
  const named = files.map((name) => `test/uml/${name}`).join(' ')
  const vitest = `vitest run ${named} --reporter=default --reporter=json --outputFile=/tmp/report.json >/tmp/log 2>&1`
  const { code, stdout, stderr } = await runInUml({
    command: ['sh', '-c', `${vitest}; code=$?; cat /tmp/log >&2; cat /tmp/report.json; exit $code`],
    cwd: root,
    env: { KAC_GUEST: '1', NO_COLOR: '1', PATH: `${root}node_modules/.bin:${process.env.PATH}:/usr/sbin:/sbin` },
    timeoutMs: 600_000,
  })
  if (!stdout.startsWith('{')) throw new Error(`no report from user-mode-linux, exit code ${code}:\n${stderr}${stdout}`)
  const tests = testsOf(JSON.parse(stdout))
  const explained = code === 0 || tests.some(({ status }) => status === 'failed')
  return explained ? tests : [...tests, { name: 'the run as a whole', status: 'failed', failure: stderr }]
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
