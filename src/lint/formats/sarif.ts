import { type Diagnostic, kacVersion } from '../../base/index.ts'
import { findingPages } from '../explain.ts'
import { type Format, messageOf, placeOf } from './format.ts'

/** SARIF 2.1.0, for code scanning. */
export const sarif: Format = (findings) => {
  const codes = new Set(findings.map(({ code }) => code))
  const rules = findingPages()
    .filter(({ code }) => codes.has(code))
    .map(({ code, doc }) => ({ id: code, fullDescription: { text: typeof doc === 'string' ? doc : doc.why } }))
  const driver = { name: 'kac', version: kacVersion, rules }
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: findings.map(result) }
  const $schema = 'https://json.schemastore.org/sarif-2.1.0.json'
  return JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, undefined, 2)
}

function result(found: Diagnostic): object {
  const { file, line, column, endLine, endColumn } = placeOf(found)
  const region = { startLine: line, startColumn: column, endLine, endColumn }
  const location = { physicalLocation: { artifactLocation: { uri: encodeURI(file) }, region } }
  return {
    ruleId: found.code,
    level: found.severity,
    message: { text: messageOf(found) },
    ...(found.span && { locations: [location] }),
  }
}
