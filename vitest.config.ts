import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** In the guest of user-mode-linux (test/support/uml) only the tests that need its kernel run. */
const guest = process.env.KAC_GUEST !== undefined

const labs = ['test/lab.test.ts', 'test/lab/**/*.test.ts']
const uml = 'test/uml.test.ts'
const hostile = 'test/hostile.test.ts'

/** None of these measures time: a busy machine is no failure. */
const unit: TestProjectInlineConfiguration = {
  test: {
    name: 'unit',
    testTimeout: 60_000,
    setupFiles: ['test/support/chance.ts'],
    include: ['test/**/*.test.ts'],
    exclude: [...labs, uml, hostile, 'test/uml/**'],
    sequence: { groupOrder: 0 },
  },
}

/** A process for each test, of which some work hard. */
const processes: TestProjectInlineConfiguration = {
  test: { name: 'processes', include: [hostile], testTimeout: 120_000, sequence: { groupOrder: 0 } },
}

/** Tests in network namespaces. They measure time: no more of them at once than there are cores, and nothing else. */
const lab: TestProjectInlineConfiguration = {
  test: {
    name: 'lab',
    include: labs,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
  },
}

const boot: TestProjectInlineConfiguration = {
  test: { name: 'uml', include: [uml], testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 2 } },
}

const inside: TestProjectInlineConfiguration = {
  test: { name: 'guest', include: ['test/uml/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 60_000, maxWorkers: 1 },
}

export default defineConfig({
  test: {
    reporters: ['default', './test/support/reporter.ts'],
    projects: guest ? [inside] : [unit, processes, lab, boot],
  },
})
