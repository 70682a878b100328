import { digestText, type Severity } from '../../base/index.ts'
import { type Format, messageOf, placeOf } from './format.ts'

const severities: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', note: 'info' }

/** A Code Quality report of GitLab. Its fingerprints leave lines out, so that a finding is the same when it moves. */
export const gitlab: Format = (findings) => {
  const seen = new Map<string, number>()
  const report = findings.map((found) => {
    const { file, line } = placeOf(found)
    const identity = `${found.code}\0${file}\0${found.message}`
    const count = seen.get(identity) ?? 0
    seen.set(identity, count + 1)
    return {
      description: messageOf(found),
      check_name: found.code,
      fingerprint: digestText(`${identity}\0${count}`),
      severity: severities[found.severity],
      location: { path: file, lines: { begin: line } },
    }
  })
  return JSON.stringify(report, undefined, 2)
}
