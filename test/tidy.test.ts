import { describe, expect, test } from 'vitest'
import * as tidy from './support/tidy/index.ts'

/** Files over the limit. Only ever shortened. */
const longFiles: readonly tidy.Exception[] = []

type Sample = readonly [path: string, text: string]

interface Case {
  readonly rule: tidy.Rule
  /** Each breaks the rule once. */
  readonly bad: readonly Sample[]
  /** All of them together keep it. */
  readonly good: readonly Sample[]
}

const lines = (count: number) => 'x\n'.repeat(count)
const aFunction = (head: string, body: number) => `${head}\n${'    x()\n'.repeat(body)}}\n`

const rules: Readonly<Record<string, Case>> = {
  'modules import what the table allows': {
    rule: tidy.moduleImports,
    bad: [
      ['src/base/a.ts', "import { parse } from '../../grammar/index.ts'"],
      ['src/base/a.ts', "import type { Tree } from '../../grammar/index.ts'"],
      ['src/base/a.ts', "import {\n  type Tree,\n  parse,\n} from '../../grammar/index.ts'"],
      ['src/base/a.ts', "export * from '../bind/index.ts'"],
      ['src/base/a.ts', "const lazy = await import('../bind/index.ts')"],
      ['src/bind/a.ts', "import { spanOf } from '../base/span.ts'"],
      ['src/desired/a.ts', "import { parse } from '../../grammar/index.ts'"],
      ['src/format/line.ts', "import { diffLines } from 'diff'"],
      ['src/daemon/a.ts', "import { readFile } from 'node:fs/promises'"],
      ['src/daemon/a.ts', "import { files } from '../host/index.ts'"],
      ['src/daemon/a.ts', "import manifest from '../../package.json'"],
      ['src/host/a.ts', "import { diff } from '../plan/index.ts'"],
      ['src/host/a.ts', "import { type Plan, diff } from '../plan/index.ts'"],
      ['src/cli/a.ts', "import chevrotain from 'chevrotain'"],
      ['src/elsewhere/a.ts', ''],
    ],
    good: [
      ['grammar/tokens.ts', "import { createToken } from 'chevrotain'\nimport { bug } from '../src/base/index.ts'"],
      ['grammar/keywords/a.ts', "import { int } from '../values/int.ts'"],
      ['src/format/diff.ts', "import { diffLines } from 'diff'"],
      ['src/host/a.ts', "import { open } from 'node:fs'\nimport type { Plan } from '../plan/index.ts'"],
      [
        'src/host/b.ts',
        "import { type Plan, type Change } from '../plan/index.ts'\nimport { bug } from '../base/index.ts'",
      ],
      ['src/cli/a.ts', "import { Command } from 'commander'\nimport { files } from '../host/index.ts'"],
      ['src/base/a.ts', "// import { parse } from '../../grammar/index.ts'\nconst text = 'taken from'\n"],
    ],
  },
  'tests enter modules through index.ts': {
    rule: tidy.testImports,
    bad: [
      ['test/plan.test.ts', "import { a } from '../src/plan/diff.ts'\nimport { b } from '../src/base/ip.ts'"],
      ['test/support/plan.ts', "import { a } from '../../src/plan/diff.ts'"],
      ['test/support/lab/plan.ts', "import { a } from '../../../src/plan/diff.ts'"],
      ['bench/plan.ts', "import { a } from '../src/plan/diff.ts'"],
      ['test/plan.test.ts', "import { a } from './fixtures/plan/a.ts'"],
    ],
    good: [
      ['test/plan.test.ts', "import { a } from '../src/plan/diff.ts'\nimport { b } from '../src/plan/order.ts'"],
      ['test/plan2.test.ts', "import { a } from '../src/plan/index.ts'\nimport { b } from './support/plan.ts'"],
      ['test/support/plan/samples.ts', "import { a } from '../../../src/plan/diff.ts'"],
    ],
  },
  'index.ts holds only exports': {
    rule: tidy.indexExportsOnly,
    bad: [['src/plan/index.ts', "export { a } from './a.ts'\nexport const b = 1"]],
    good: [
      ['src/plan/index.ts', "/** Plans. */\nexport type { A } from './a.ts'\nexport {\n  b,\n} from './b.ts'\n"],
      ['src/lint/rules/index.ts', 'export const rules = []'],
    ],
  },
  'every file is imported': {
    rule: tidy.orphans,
    bad: [['src/lint/rules/forgotten.ts', 'export const rule = 1']],
    good: [
      ['src/cli/main.ts', "import { rules } from '../lint/rules/index.ts'"],
      ['src/lint/rules/index.ts', "export { rule } from './known.ts'"],
      ['src/lint/rules/known.ts', ''],
      ['src/lint/index.ts', ''],
    ],
  },
  'native parts include what they may': {
    rule: tidy.nativeIncludes,
    bad: [
      ['native/core/a.cc', '#include <sys/socket.h>'],
      ['native/core/a.cc', '#include <linux/if.h>'],
      ['native/core/a.cc', '#include <unistd.h>'],
      ['native/core/a.h', '#include <thread>'],
      ['native/core/a.h', '#include <chrono>'],
      ['native/core/a.h', '#  include "shell/loop.h"'],
      ['native/shell/a.cc', '#include <napi.h>'],
      ['native/engine/main.cc', '#include "binding/addon.h"'],
      ['native/binding/a.cc', '#include <sys/socket.h>'],
    ],
    good: [
      ['native/core/a.cc', '#include "core/a.h"\n\n#include <cstdint>\n#include <string_view>\n'],
      ['native/shell/a.cc', '#include <sys/epoll.h>\n#include "core/a.h"\n#include "shell/a.h"\n'],
      ['native/binding/a.cc', '#include <napi.h>\n#include <span>\n#include "shell/a.h"\n'],
      ['native/test/a.cc', '#include <unistd.h>\n'],
    ],
  },
  'time and chance are arguments': {
    rule: tidy.timeAndChance,
    bad: [
      ['src/daemon/a.ts', 'const now = Date.now()'],
      ['src/daemon/a.ts', 'const now = performance.now()'],
      ['src/daemon/a.ts', 'const now = new Date()'],
      ['src/git/a.ts', 'const jitter = Math.random()'],
      ['src/cli/a.ts', 'setTimeout(stop, 10)'],
      ['grammar/a.ts', 'setInterval(stop, 10)'],
    ],
    good: [
      ['src/host/clock.ts', 'const now = Date.now()'],
      ['src/base/a.ts', "// Date.now() is not for us\nconst text = 'setTimeout'\nconst day = new Date(0)"],
      ['test/a.test.ts', 'const now = Date.now()'],
    ],
  },
  'only host and cli know the process': {
    rule: tidy.noProcess,
    bad: [
      ['src/daemon/a.ts', 'const home = process.env.HOME'],
      ['src/daemon/a.ts', "const home = globalThis.process['env']"],
    ],
    good: [
      ['src/cli/main.ts', 'process.exitCode = 1'],
      ['src/host/a.ts', 'process.kill(1)'],
      ['src/track/a.ts', 'const kinds = { process: row.process, track_process: 1 }'],
    ],
  },
  'no type is left open': {
    rule: tidy.noAny,
    bad: ['(value: any) => 1', 'value as any', 'new Map<string, any>()'].map(
      (text) => ['src/base/a.ts', text] as const,
    ),
    good: [['test/a.test.ts', "expect.any(String)\n// any of these\nconst text = 'any'"]],
  },
  'no error is swallowed': {
    rule: tidy.noSilencedErrors,
    bad: ['try { a() } catch {}', 'try { a() } catch (cause) {\n}'].map((text) => ['src/base/a.ts', text] as const),
    good: [['src/base/a.ts', 'try { a() } catch (cause) { b(cause) }']],
  },
  'no check is silenced': {
    rule: tidy.noSilencedChecks,
    bad: ['@ts-', 'biome-'].map((tool) => ['src/base/a.ts', `// ${tool}ignore: reasons`] as const),
    good: [['src/base/a.ts', '// the checks ignore this']],
  },
  'no test is skipped or focused': {
    rule: tidy.noSkippedTests,
    bad: ['skip', 'only'].map((word) => ['test/a.test.ts', `test${'.'}${word}('a', run)`] as const),
    good: [['test/a.test.ts', "test('a', needs('root'), run)"]],
  },
  'no reminder is left': {
    rule: tidy.noReminders,
    bad: [
      ['src/base/a.ts', `// TO${'DO'}: more`],
      ['native/core/a.h', `// good enough for${' '}now`],
      ['scripts/a.sh', `# FIX${'ME'}`],
    ],
    good: [['src/base/a.ts', '// waits for nowhere; a mastodon']],
  },
  'files are short': {
    rule: tidy.fileSizes(longFiles),
    bad: [
      ['src/base/a.ts', lines(301)],
      ['native/core/a.cc', lines(301)],
    ],
    good: [
      ['src/base/a.ts', lines(300)],
      ['grammar/keywords/a.ts', lines(400)],
    ],
  },
  'functions are short': {
    rule: tidy.functionSizes,
    bad: [
      ['src/base/a.ts', aFunction('export async function a(b: B): C {', 69)],
      ['src/base/a.ts', aFunction('export function a(\n  b: B,\n): C {', 67)],
      ['src/base/a.ts', aFunction('const a = (b: B) => {', 69)],
      ['src/base/a.ts', `class A {\n${aFunction('  async #b(c: C): D {', 69).replace(/\}\n$/, '  }\n}')}`],
      [
        'native/core/a.cc',
        aFunction('Machine::Machine(Image const& image,\n                 Micros now)\n    : now_(now) {', 67),
      ],
      [
        'native/core/a.cc',
        `namespace kac {\n${aFunction('void Machine::handle(Micros now) {', 69)}}  // namespace kac`,
      ],
    ],
    good: [
      ['src/base/a.ts', aFunction('function a() {', 68)],
      ['src/base/b.ts', aFunction('export const rows = {', 100)],
      ['test/a.test.ts', aFunction("describe('a', () => {", 100)],
      ['native/core/a.h', aFunction('struct Machine {', 100)],
    ],
  },
  'every fixture folder is read': {
    rule: tidy.unreadFixtures,
    bad: [['test/fixtures/lost/a.conf', '']],
    good: [
      ['test/fixtures/lint/a.conf', ''],
      ['test/fixtures/wire/a.bin', ''],
      ['test/lint.test.ts', "const folder = new URL('./fixtures/lint/', import.meta.url)"],
      ['scripts/fuzz-native.sh', 'corpus=test/fixtures/wire'],
    ],
  },
}

function run(rule: tidy.Rule, samples: readonly Sample[]): string[] {
  return show(rule(samples.map(([path, text]) => ({ path, text }))))
}

function show(violations: readonly tidy.Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line}: ${message}`)
}

describe('the rules of this project', () => {
  const broken = Object.entries(rules).flatMap(([name, { rule, bad }]) =>
    bad.map(([path, text]) => ({ name, rule, path, text, shown: JSON.stringify(text).slice(0, 60) })),
  )
  test.for(broken)('$name: $path: $shown is found', ({ rule, path, text }) => {
    expect(run(rule, [[path, text]])).toHaveLength(1)
  })

  test.for(Object.entries(rules))('%s: what keeps the rule passes', ([, { rule, good }]) => {
    expect(run(rule, good)).toEqual([])
  })

  test.for([
    { now: 311, found: 'src/base/long.ts:310: has 311 lines, its exception says 310' },
    { now: 309, found: 'src/base/long.ts:1: has 309 lines: lower or drop its exception of 310' },
    { now: 310, found: undefined },
  ])('an exception of 310 lines for a file of $now', ({ now, found }) => {
    const rule = tidy.fileSizes([{ path: 'src/base/long.ts', lines: 310 }])
    expect(run(rule, [['src/base/long.ts', lines(now)]])).toEqual(found ? [found] : [])
  })

  test('an exception for a file that is gone is found', () => {
    const rule = tidy.fileSizes([{ path: 'src/base/long.ts', lines: 310 }])
    expect(run(rule, [])).toEqual(['src/base/long.ts:1: is gone: drop its exception'])
  })

  test('the table of modules has no cycle: each line names only lines above it', () => {
    const names = Object.keys(tidy.table)
    const upward = names.flatMap((name, i) =>
      tidy.modulesFor(name).filter((above) => !names.slice(0, i).includes(above)),
    )
    expect(upward).toEqual([])
  })
})

describe('this project', () => {
  const files = tidy.readTree(new URL('..', import.meta.url).pathname)

  test.for(Object.entries(rules))('%s', ([, { rule }]) => {
    expect(show(rule(files))).toEqual([])
  })
})
