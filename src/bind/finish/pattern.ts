import type { Findings } from '../../base/index.ts'
import type { CheckDraft } from '../config.ts'

type Url = Extract<CheckDraft, { kind: 'http' }>['urls'][number]

/** What an answer has to have: statuses only where nothing else is asked of it, and a pattern that can match. */
export function settlePattern(url: Url, findings: Findings): void {
  const { spans, at, regex, regexFrom, regexTo, digest } = url
  if (!spans.statusCodes && (regex !== undefined || digest !== undefined)) url.statusCodes = []
  if (url.regexAbsent && regex === undefined) {
    url.regexAbsent = false
    findings.report('lint/no-pattern', {}, spans.regexAbsent ?? at)
  }
  if (regexTo !== undefined && regexTo < regexFrom) {
    findings.report('lint/regex-offsets', { from: regexFrom, to: regexTo }, spans.regexTo ?? at)
    url.regexFrom = 0
    delete url.regexTo
  }
}
