import { kacVersion, micros, type Severity, showDuration } from '../base/index.ts'
import { systemClock } from '../host/index.ts'
import {
  choose,
  countsOf,
  findingsJson,
  formats,
  isFormat,
  type Judgement,
  type JudgeOptions,
  joinJudgements,
  judge,
  renderFindings,
  virtualRoutersJson,
  virtualRoutersMarkdown,
  virtualRoutersText,
} from '../lint/index.ts'
import type { LintFlags } from './commands/lint.ts'
import { paintFor } from './compile.ts'
import { targetsOf } from './targets.ts'
import type { Terminal } from './terminal.ts'

/** Prints what is to be said about the files and tells whether they pass. */
export async function lintFiles(paths: readonly string[], flags: LintFlags, terminal: Terminal): Promise<boolean> {
  const started = systemClock.now()
  const targets = await Promise.all(paths.map((path) => targetsOf(path, flags)))
  const options = { ...wishesOf(flags), elsewhere: true as const }
  const judgement = choose(joinJudgements(targets.map((some) => judge(some, options))), flags)
  const took = showDuration(micros(systemClock.now() - started))
  const text = flags.routers === undefined ? findingsIn(judgement, flags, took, terminal) : routersIn(judgement, flags)
  if (text !== '') terminal.out(text)
  const { error, warning } = countsOf(judgement.findings)
  return error === 0 && (warning === 0 || !flags.strict)
}

function wishesOf({ targetVersion, detectWithin }: LintFlags): JudgeOptions {
  return { ...(targetVersion !== undefined && { targetVersion }), ...(detectWithin !== undefined && { detectWithin }) }
}

function findingsIn(judgement: Judgement, flags: LintFlags, took: string, terminal: Terminal): string {
  const { findings } = judgement
  const format = flags.json ? 'json' : flags.format
  if (format === 'json') return JSON.stringify(documentOf(judgement), undefined, 2)
  if (isFormat(format)) return formats[format](findings)
  if (findings.length === 0 && flags.quiet) return ''
  return `${renderFindings(findings, paintFor(terminal))}${summaryOf(judgement)} (${took})`
}

function routersIn({ virtualRouters }: Judgement, { routers }: LintFlags): string {
  if (routers === 'json') return JSON.stringify(virtualRoutersJson(virtualRouters()), undefined, 2)
  return routers === 'markdown' ? virtualRoutersMarkdown(virtualRouters()) : virtualRoutersText(virtualRouters())
}

function documentOf({ findings, files, hosts, virtualRouters }: Judgement): object {
  return {
    formatVersion: 1,
    kacVersion,
    findings: findingsJson(findings),
    summary: countsOf(findings),
    files: files.length,
    hosts,
    virtualRouters: virtualRoutersJson(virtualRouters()),
  }
}

function summaryOf({ findings, files, hosts }: Judgement): string {
  const counts = Object.entries(countsOf(findings)) as [Severity, number][]
  const said = counts.filter(([, count]) => count > 0).map(([severity, count]) => plural(count, severity))
  const where = hosts.length > 0 ? `, ${plural(hosts.length, 'host')}` : ''
  return `${said.join(', ') || 'nothing to report'} in ${plural(files.length, 'file')}${where}`
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
