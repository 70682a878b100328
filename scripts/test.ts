// Runs the tests of a built tree, each part to its end even when an earlier one failed, and closes with one line of counts.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { Counts } from '../test/support/reporter.ts'

const root = new URL('..', import.meta.url).pathname
const countsFile = `${root}.cache/test-counts.json`

/** A part that broke without a count of its own still counts: as one failure. */
const broken: Counts = { passed: 0, failed: 1, skipped: 0 }
const nothing: Counts = { passed: 0, failed: 0, skipped: 0 }

function nativeTests(name: string): () => Counts {
  const program = `${root}native/build/Release/${name}`
  return () => {
    const { status, stdout } = spawnSync(program, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    process.stdout.write(`${name}: ${stdout}`)
    const line = /(\d+) passed, (\d+) failed/.exec(stdout)
    const counts = { passed: Number(line?.[1] ?? 0), failed: Number(line?.[2] ?? 0), skipped: 0 }
    return status === 0 && counts.passed > 0 ? counts : add(counts, counts.failed > 0 ? nothing : broken)
  }
}

function vitest(): Counts {
  rmSync(countsFile, { force: true })
  const env = { ...process.env, KAC_TEST_COUNTS: countsFile }
  const { status } = spawnSync('vitest', ['run'], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  const counts: Counts = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : nothing
  const explained = status === 0 || counts.failed > 0 || (process.env.CI && counts.skipped > 0)
  return explained ? counts : add(counts, broken)
}

/** A script that has nothing to count, or what was counted already; it only may fail. */
function script(name: string, ...args: readonly string[]): () => Counts {
  return () => {
    const file = `${root}scripts/${name}`
    const [program, given] = name.endsWith('.ts') ? [process.execPath, [file, ...args]] : [file, args]
    const { status } = spawnSync(program, given, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    return status === 0 ? nothing : broken
  }
}

function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

const ci = Boolean(process.env.CI)
const onlyInCi = [script('sanitize-native.sh'), script('fuzz-native.sh', '5')]
const parts = [nativeTests('core_test'), nativeTests('shell_test'), ...(ci ? onlyInCi : []), vitest]
const total = parts.map((part) => part()).reduce(add)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed === 0 && (total.skipped === 0 || !ci) ? 0 : 1
