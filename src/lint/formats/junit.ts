import type { Diagnostic } from '../../base/index.ts'
import { type Format, messageOf, placeOf } from './format.ts'

/** A JUnit report: a test suite a file, a failed test a finding. */
export const junit: Format = (findings) => {
  const byFile = Map.groupBy(findings, (found) => placeOf(found).file)
  const suites = [...byFile].map(([file, found]) => suite(file, found))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kac lint" tests="${findings.length}" failures="${findings.length}">`,
    ...suites,
    '</testsuites>',
  ].join('\n')
}

function suite(file: string, findings: readonly Diagnostic[]): string {
  const cases = findings.map((found) => {
    const { line, column } = placeOf(found)
    const name = xml(`${line}:${column} ${found.code}`)
    const failure = `<failure type="${found.severity}" message="${xml(messageOf(found))}"/>`
    return `    <testcase name="${name}" classname="${xml(file)}">${failure}</testcase>`
  })
  const head = `  <testsuite name="${xml(file)}" tests="${findings.length}" failures="${findings.length}">`
  return [head, ...cases, '  </testsuite>'].join('\n')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Characters that XML cannot have at all become question marks. */
function xml(text: string): string {
  return text.replaceAll(/[^\P{C}\t]/gu, '?').replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
}
