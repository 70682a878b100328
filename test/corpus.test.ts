import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, positionOf } from '../src/base/index.ts'
import { compile, renderFindings } from '../src/lint/index.ts'
import { compare, compileFile, verdicts } from './support/language/corpus.ts'
import { memoryPorts } from './support/language/memory.ts'
import { needsShared, shared } from './support/language/shared.ts'

const configs = 'corpus/configs/'
/** Files that kac judges otherwise than keepalived 2.4.3, and why. */
const otherwise: Readonly<Record<string, string>> = {
  '198-script-one-instance.conf': 'the script cannot run on that host, so keepalived does not come to its weight',
  '306-vmac-definitions-conditional.conf': 'an interface that is there on that host is no macvlan',
  '578-script-one-instance.conf': 'the script is not on that host; that it stands below its use is told here',
}

/** Lines that keepalived 2.4.3 flags and kac does not: what is on the host is no matter of the text. */
const unmet: readonly string[] = [
  '306-vmac-definitions-conditional.conf:19 (VI_1) interface vrrp.253 already exists and is not a private macvlan; ignoring vmac if_name',
]

describe('published configurations', needsShared(configs), () => {
  test('that keepalived finds no fault with have no error', () => {
    const wrong = verdicts()
      .filter(({ clean, file }) => clean && !(file in otherwise))
      .map((verdict) => ({ ...verdict, errors: compileFile(verdict).diagnostics.filter(isError) }))
      .flatMap(({ file, errors }) => (errors.length === 0 ? [] : [`${file}\n${renderFindings(errors)}`]))
    expect(wrong).toEqual([])
  }, 60_000)

  test('are judged as keepalived does, but for a few with their reasons', () => {
    const differing = verdicts()
      .map(compare)
      .filter(({ same }) => !same)
    expect(differing.map(({ verdict }) => verdict.file)).toEqual(Object.keys(otherwise))
  }, 60_000)

  test('have a finding on every line that keepalived flags, but for a few with their reasons', () => {
    const missed = verdicts()
      .map(compare)
      .flatMap(({ verdict, missed: flags }) => flags.map(({ line, message }) => `${verdict.file}:${line} ${message}`))
    expect(missed).toEqual(unmet)
  }, 60_000)

  test('have findings that point into their text', () => {
    for (const verdict of verdicts()) {
      for (const { span } of compileFile(verdict).diagnostics) {
        if (span) expect(positionOf(span.source, span.start).line).toBeGreaterThan(0)
      }
    }
  }, 60_000)

  test('and templates of such files are read to their end', () => {
    const folder = `${shared}corpus/templates/`
    for (const name of readdirSync(folder)) {
      const source = { name, text: readFileSync(folder + name, 'latin1') }
      expect(compile({ source }, memoryPorts(new Map())).sources).toContain(source)
    }
  }, 60_000)
})

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}
