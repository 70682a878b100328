import { type Diagnostic, type Severity, type SourceFile, sortDiagnostics } from '../base/index.ts'
import type { Entry, ExpandPorts } from '../expand/index.ts'
import { examine, type JudgeOptions } from './compile.ts'
import { type Fleet, fleetOf, type VirtualRouter } from './fleet.ts'
import { lintFleet } from './lint.ts'
import { suppress } from './suppress.ts'

/** One host's configuration, as that host would read it. */
export interface Target {
  readonly host: string
  readonly entry: Entry
  readonly ports: ExpandPorts
}

/** What is to be said of some configurations. Text, JSON and exit code are made from this. */
export interface Judgement {
  /** Sorted by place. */
  readonly findings: readonly Diagnostic[]
  /** Names of all files that were read. */
  readonly files: readonly string[]
  /** Names of the hosts, when they were judged together. */
  readonly hosts: readonly string[]
  virtualRouters(): readonly VirtualRouter[]
}

/** Judges each host, and where there are several all of them together. */
export function judge(targets: readonly Target[], options: JudgeOptions = {}): Judgement {
  const examined = targets.map(({ host, entry, ports }) => ({ host, ...examine(entry, ports, options) }))
  const fleet = () => fleetOf(examined.flatMap(({ host, config }) => (config ? [{ name: host, config }] : [])))
  const sources = new Map(examined.flatMap(({ sources: read }) => read.map((source) => [source.name, source] as const)))
  const together = targets.length > 1 ? lintFleet(fleet()) : []
  const found = onePerPlace([...examined.flatMap(({ diagnostics }) => diagnostics), ...together])
  return judgementOf(suppress(found, [...sources.values()]), [...sources.values()], targets, fleet)
}

function judgementOf(
  findings: readonly Diagnostic[],
  sources: readonly SourceFile[],
  targets: readonly Target[],
  fleet: () => Fleet,
): Judgement {
  const hosts = targets.length > 1 ? targets.map(({ host }) => host) : []
  return {
    findings: sortDiagnostics(findings),
    files: sources.map(({ name }) => name),
    hosts,
    virtualRouters: () => fleet().virtualRouters,
  }
}

/** Several judgements as one. */
export function joinJudgements(all: readonly Judgement[]): Judgement {
  return {
    findings: sortDiagnostics(all.flatMap(({ findings }) => findings)),
    files: [...new Set(all.flatMap(({ files }) => files))],
    hosts: all.flatMap(({ hosts }) => hosts),
    virtualRouters: () => all.flatMap(({ virtualRouters }) => virtualRouters()),
  }
}

export interface Choice {
  /** Codes, or their phases such as `fleet`; without any, all. */
  readonly select?: readonly string[]
  readonly ignore?: readonly string[]
}

/** The same with only the findings that are wanted. */
export function choose(judgement: Judgement, { select = [], ignore = [] }: Choice): Judgement {
  const wanted = ({ code }: Diagnostic) =>
    (select.length === 0 || select.some((part) => names(part, code))) && !ignore.some((part) => names(part, code))
  return { ...judgement, findings: judgement.findings.filter(wanted) }
}

function names(part: string, code: string): boolean {
  return code === part || code.startsWith(part.endsWith('/') ? part : `${part}/`)
}

export function countsOf(findings: readonly Diagnostic[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, note: 0 }
  for (const { severity } of findings) counts[severity]++
  return counts
}

/** Hosts that share a file find the same in it. */
function onePerPlace(findings: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map<string, Diagnostic>()
  for (const found of findings) {
    const { span, code, message } = found
    const place = span ? `${span.source.name}:${span.start}` : ''
    // Of several hosts that differ there, the first is named.
    const key = code.startsWith('fleet/') ? `${place} ${code}` : `${place} ${code} ${message}`
    if (!places.has(key)) places.set(key, found)
  }
  return [...places.values()]
}
