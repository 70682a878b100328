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

/** Boots the guest and runs all tests of test/uml/ in it. */
export async function runGuestTests(): Promise<GuestTest[]> {
  // Its own words go to a file first: to a terminal it would draw them.
  const vitest = 'vitest run --reporter=default --reporter=json --outputFile=/tmp/report.json >/tmp/log 2>&1'
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
