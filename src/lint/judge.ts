import { type Diagnostic, type Severity, type SourceFile, sortDiagnostics } from '../base/index.ts'
import type { Config } from '../bind/index.ts'
import type { Entry, ExpandPorts } from '../expand/index.ts'
import { type Compiled, examine, type JudgeOptions } from './compile.ts'
import { type Facts, networksOf } from './facts.ts'
import type { Fleet, FleetHost, Networks, VirtualRouter } from './fleet.ts'
import { fleetOf } from './join.ts'
import { lintFleet } from './lint.ts'
import { onePerPlace, onePerText, placeOf } from './places.ts'
import type { Given } from './rule.ts'
import { allRules } from './rules/index.ts'
import { suppress } from './suppress.ts'

/** One host's configuration, as that host would read it. */
export interface Target {
  readonly host: string
  readonly entry: Entry
  readonly ports: ExpandPorts
  /** What this host has. */
  readonly facts?: Facts
  /** The networks or segments that its interfaces are on, where the fleet says so. */
  readonly networks?: Networks
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
export function judge(targets: readonly Target[], { elsewhere, ...options }: JudgeOptions = {}): Judgement {
  // One note for all says what was not looked up.
  const unknown = elsewhere && targets.find(({ facts }) => !facts)
  const examined = targets.map((target) => {
    const known = { ...options, ...knownOf(target), ...(target === unknown && { elsewhere }) }
    return { target, ...examine(target.entry, target.ports, known) }
  })
  const fleet = () => fleetOf(examined.flatMap(({ target, config }) => (config ? [hostOf(target, config)] : [])))
  const sources = new Map(examined.flatMap(({ sources: read }) => read.map((source) => [source.name, source] as const)))
  const together = targets.length > 1 ? lintFleet(fleet()) : []
  const found = [...onePerText(agreed(examined)), ...onePerPlace(together)]
  return judgementOf(suppress(found, [...sources.values()]), [...sources.values()], targets, fleet)
}

function knownOf({ facts, networks = facts && networksOf(facts) }: Target): Given {
  return { ...(facts && { facts }), ...(networks && { networks }) }
}

function hostOf(target: Target, config: Config): FleetHost {
  const { networks } = knownOf(target)
  return { name: target.host, config, ...(networks && { networks }) }
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

/** What was found in a file that is no configuration. */
export function judgementOn(source: SourceFile, found: readonly Diagnostic[]): Judgement {
  const findings = sortDiagnostics(suppress(found, [source]))
  return { findings, files: [source.name], hosts: [], virtualRouters: () => [] }
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

/** Findings about what is missing, without those that a host which reads the same text does not have. */
function agreed(hosts: readonly Compiled[]): Diagnostic[] {
  const places = hosts.map(({ diagnostics }) => new Set(diagnostics.map(placeOf)))
  const readers = hosts.map(({ sources }) => new Set(sources.map(({ name }) => name)))
  const isAgreed = (found: Diagnostic) =>
    !unanimous.has(found.code) ||
    readers.every((files, index) => !files.has(found.span?.source.name ?? '') || places[index]?.has(placeOf(found)))
  return hosts.flatMap(({ diagnostics }) => diagnostics.filter(isAgreed))
}

const unanimous = new Set(allRules.filter((rule) => rule.unanimous).map(({ code }) => code))
