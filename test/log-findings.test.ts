import { expect, test } from 'vitest'
import type { Diagnostic } from '../src/base/index.ts'
import { logFindings } from '../src/daemon/index.ts'

const finding = (severity: Diagnostic['severity'], message: string): Diagnostic => ({
  code: 'lint/some-rule',
  severity,
  message,
  related: [],
})
const error = finding('error', 'wrong in line 1')
const warning = finding('warning', 'odd in line 2')
const moved = finding('warning', 'odd in line 3')

const many = (length: number) => Array.from({ length }, () => warning)

const cases: readonly [
  what: string,
  next: readonly Diagnostic[],
  before: readonly Diagnostic[],
  said: readonly string[],
][] = [
  ['all of a first reading', [warning, error], [], ['error: wrong in line 1', 'warn: odd in line 2']],
  ['nothing of a reload that brings nothing', [warning], [warning], []],
  ['nothing where lines only moved', [moved], [warning], []],
  ['what there is more of', [warning, moved], [warning], ['warn: odd in line 3']],
  ['errors each time', [error], [error], ['error: wrong in line 1']],
  [
    'a part of very many',
    many(52),
    [],
    [
      `warn: ${many(50)
        .map(({ message }) => message)
        .join(', ')}`,
      'warn: and 2 more of severity warning: kac lint shows them all',
    ],
  ],
]

test.for(cases)('the log has %s', ([, next, before, said]) => {
  const lines: string[] = []
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  const log = { info: at('info'), warn: at('warn'), error: at('error') }
  const renderFindings = (findings: readonly Diagnostic[]) => findings.map(({ message }) => message).join(', ')
  logFindings(next, { log, renderFindings }, before)
  expect(lines).toEqual(said)
})
