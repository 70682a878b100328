#!/usr/bin/env node
/** Prints how kac judges the published configurations beside keepalived 2.4.3. With --details, each difference. */
import { positionOf } from '../src/base/index.ts'
import { compare, verdicts } from '../test/support/language/corpus.ts'

const details = process.argv.includes('--details')
const compared = verdicts().map(compare)
const same = compared.filter((one) => one.same)
const flagged = compared.reduce((sum, one) => sum + one.flagged.length, 0)
const missed = compared.reduce((sum, one) => sum + one.missed.length, 0)

for (const { verdict, same: agrees, missed: lines, found } of details ? compared : []) {
  if (agrees && lines.length === 0) continue
  console.log(`${verdict.file}: ${verdict.verdict}${agrees ? '' : ', kac says otherwise'}`)
  for (const { line, message } of lines) console.log(`  ${line} not met: ${message}`)
  for (const { span, code, message } of agrees ? [] : found) {
    console.log(`  ${span ? positionOf(span.source, span.start).line : '-'} ${code}: ${message}`)
  }
}
const percent = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`
console.log(`files with the same verdict: ${percent(same.length, compared.length)}`)
console.log(`flagged lines that kac flags: ${percent(flagged - missed, flagged)}`)
