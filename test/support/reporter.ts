import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from 'vitest/node'

/** What a test run came to. Files and suites that broke outside any test count as failed. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Names what failed once more, at the end, and what passed at its second try only. Says of each skipped test why, and
 * makes a run with CI set fail for one.
 * Writes the counts to the file that KAC_TEST_COUNTS names.
 */
export default class CountReporter implements Reporter {
  #filtered = false

  /** Tests that `-t` leaves out are not skipped in the sense that matters. */
  onInit(vitest: Vitest): void {
    this.#filtered = vitest.config.testNamePattern !== undefined
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    for (const test of tests.filter((test) => test.result().state === 'failed')) console.log(`failed: ${test.fullName}`)
    const again = tests.filter((test) => test.diagnostic()?.flaky || test.meta().failedFirst)
    for (const test of again) console.log(`passed at its second try: ${test.fullName}: ${firstFailure(test)}`)
    const skipped = this.#filtered ? [] : tests.filter((test) => test.result().state === 'skipped')
    for (const test of skipped) console.log(`skipped: ${test.fullName}: ${reasonOf(test)}`)
    if (skipped.length > 0 && process.env.CI) {
      console.log('a test was skipped, and with CI set none may be')
      process.exitCode = 1
    }
    const file = process.env.KAC_TEST_COUNTS
    if (file) {
      const counts: Counts = {
        passed: tests.filter((test) => test.result().state === 'passed').length,
        failed: tests.filter((test) => test.result().state === 'failed').length + broken(modules) + errors.length,
        skipped: skipped.length,
      }
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify(counts)}\n`)
    }
  }
}

/** Modules and suites with errors of their own: a file that does not load, a failed `beforeAll`. */
function broken(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
  return suites.filter((suite) => suite.errors().length > 0).length
}

function firstFailure(test: TestCase): string {
  return test.meta().failedFirst ?? test.result().errors?.[0]?.message ?? 'no reason given'
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ?? test.meta().skipReason ?? 'no reason given'
}
