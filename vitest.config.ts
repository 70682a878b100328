import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** In the guest of user-mode-linux (test/support/uml) only the tests that need its kernel run. */
const guest = process.env.KAC_GUEST !== undefined

/**
 * For what waits on real time beside whatever else the machine does. A test that needs its second try is named at the
 * end of the run (test/support/reporter.ts).
 */
const retry = 1

const labs = ['test/lab.test.ts', 'test/lab/**/*.test.ts']
const agree = 'test/lab/agree.test.ts'
const uml = 'test/uml.test.ts'
const hostile = 'test/hostile.test.ts'

/** None of these measures time, so they may take all cores: a busy machine is no failure. */
const everyCore = availableParallelism()

const unit: TestProjectInlineConfiguration = {
  test: {
    name: 'unit',
    testTimeout: 60_000,
    setupFiles: ['test/support/chance.ts'],
    include: ['test/**/*.test.ts'],
    exclude: [...labs, uml, hostile, 'test/uml/**'],
    maxWorkers: everyCore,
    sequence: { groupOrder: 0 },
  },
}

/** A process for each test, of which some work hard. */
const processes: TestProjectInlineConfiguration = {
  test: {
    name: 'processes',
    include: [hostile],
    testTimeout: 120_000,
    maxWorkers: everyCore,
    sequence: { groupOrder: 0 },
  },
}

/** Tests in network namespaces. They wait most of the time, and measure it: five of them at once, and nothing else. */
const lab: TestProjectInlineConfiguration = {
  test: {
    name: 'lab',
    include: labs,
    exclude: [agree],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry,
    maxWorkers: 5,
    sequence: { groupOrder: 1 },
  },
}

/** Compares instants to the tick: alone on the machine. */
const tick: TestProjectInlineConfiguration = {
  test: { name: 'tick', include: [agree], testTimeout: 60_000, retry, sequence: { groupOrder: 2 } },
}

const boot: TestProjectInlineConfiguration = {
  test: { name: 'uml', include: [uml], testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 3 } },
}

const inside: TestProjectInlineConfiguration = {
  test: {
    name: 'guest',
    include: ['test/uml/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    retry,
    maxWorkers: 1,
  },
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    projects: guest ? [inside] : [unit, processes, lab, tick, boot],
  },
})
