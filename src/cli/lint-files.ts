import { kacVersion, micros, type Severity, showDuration } from '../base/index.ts'
import type { FileContent } from '../expand/index.ts'
import { hostNumbers, patternFault, systemClock } from '../host/index.ts'
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
  type Target,
  virtualRoutersJson,
  virtualRoutersMarkdown,
  virtualRoutersText,
} from '../lint/index.ts'
import type { LintFlags } from './commands/lint.ts'
import { paintFor } from './compile.ts'
import type { Texts } from './fix-files.ts'
import { type Asked, askedBy } from './targets.ts'
import type { Terminal } from './terminal.ts'

/** Prints what is to be said about the files and tells whether they pass. */
export async function lintFiles(paths: readonly string[], flags: LintFlags, terminal: Terminal): Promise<boolean> {
  const started = systemClock.now()
  const asked = await Promise.all(paths.map((path) => askedBy(path, flags)))
  const judgeAll = (texts?: Texts) =>
    choose(joinJudgements(asked.flatMap((one) => judgementsOf(one, flags, texts))), flags)
  const judgement = flags.fix ? (await import('./fix-files.ts')).fixFiles(paths, judgeAll, flags, terminal) : judgeAll()
  const took = showDuration(micros(systemClock.now() - started))
  if (flags.diff) return passes(judgement, flags)
  const text = flags.routers === undefined ? findingsIn(judgement, flags, took, terminal) : routersIn(judgement, flags)
  if (text !== '') terminal.out(text)
  return passes(judgement, flags)
}

function passes({ findings }: Judgement, { strict }: LintFlags): boolean {
  const { error, warning } = countsOf(findings)
  return error === 0 && (warning === 0 || !strict)
}

/** `texts`: of files as they are to be, in place of what is in them. */
function judgementsOf({ targets, beside, detectWithin }: Asked, flags: LintFlags, texts?: Texts): Judgement[] {
  const wishes = { ...wishesOf({ ...(detectWithin && { detectWithin }), ...flags }), elsewhere: true as const }
  const judged = texts ? targets.map((target) => withTexts(target, texts)) : targets
  return [...(beside ? [beside] : []), judge(judged, wishes)]
}

function withTexts(target: Target, texts: Texts): Target {
  const { files, env } = target.ports
  const read = (path: string): FileContent => {
    const text = texts.get(path)
    return text === undefined ? files.read(path) : { kind: 'text', text }
  }
  return { ...target, ports: { files: { ...files, read }, env } }
}

function wishesOf({ targetVersion, detectWithin, onHost }: LintFlags): JudgeOptions {
  return {
    patternFault,
    ...(targetVersion !== undefined && { targetVersion }),
    ...(detectWithin !== undefined && { detectWithin }),
    ...(onHost && { numbers: hostNumbers() }),
  }
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
