import { catalogue, type Severity } from '../base/index.ts'
import { fleetRules } from './fleet-rules/index.ts'
import type { RuleDoc } from './rule.ts'
import { allRules } from './rules/index.ts'

/** All about one code. */
export interface FindingPage {
  readonly code: string
  readonly severity: Severity
  /** Of a rule its parts; of what keepalived finds too, one text. */
  readonly doc: RuleDoc | string
}

/** Every finding that there is, by code. */
export function findingPages(): FindingPage[] {
  const rules = [...allRules, ...fleetRules]
  const ours = rules.map(({ code, severity, doc }) => ({ code, severity, doc }))
  const theirs = Object.entries(catalogue).map(([code, { severity, doc }]) => ({ code, severity, doc }))
  return [...ours, ...theirs].sort((a, b) => (a.code < b.code ? -1 : 1))
}

const severities: Readonly<Record<Severity, string>> = {
  error: 'keepalived refuses the file, or drops or changes what is written',
  warning: 'it runs, and is probably not what was meant',
  note: 'worth knowing',
}

/** A page for a terminal. */
export function findingText({ code, severity, doc }: FindingPage): string {
  const head = `${code} (${severity}: ${severities[severity]})`
  if (typeof doc === 'string') return `${head}\n\n${doc}`
  const example = doc.example.trimEnd().replaceAll(/^(?=.)/gm, '    ')
  return `${head}\n\n${doc.what} ${doc.why}\n\nFor example:\n\n${example}\n\nInstead: ${doc.instead}`
}

/** The same as a section of the reference. */
export function findingMarkdown({ code, severity, doc }: FindingPage): string {
  const head = `### ${code}\n\n*${severity}*`
  if (typeof doc === 'string') return `${head}\n\n${doc}\n`
  return `${head}\n\n${doc.what} ${doc.why}\n\n\`\`\`\n${doc.example}\`\`\`\n\nInstead: ${doc.instead}\n`
}
