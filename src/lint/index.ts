/** What is to be said about a configuration: from files to findings, rules beyond keepalived's own, and their text. */
export { commandsOf, type RunCommand } from './commands.ts'
export { type Compiled, compile, type JudgeOptions } from './compile.ts'
export { hostsNamedIn, mayNameHosts } from './conditions.ts'
export { configJson } from './config-json.ts'
export { type FindingPage, findingMarkdown, findingPages, findingText } from './explain.ts'
export { type Facts, type InterfaceFacts, type ProgramFacts, readFacts } from './facts.ts'
export { applyEdits, editsOf } from './fix.ts'
export type { Fleet, FleetHost, Member, Networks, VirtualRouter } from './fleet.ts'
export { fleetRules } from './fleet-rules/index.ts'
export { type Format, formats, isFormat } from './formats/index.ts'
export { fleetOf } from './join.ts'
export {
  type Choice,
  choose,
  countsOf,
  type Judgement,
  joinJudgements,
  judge,
  judgementOn,
  type Target,
} from './judge.ts'
export { lint, lintFleet } from './lint.ts'
export { parseNetwork, showNetwork } from './networks.ts'
export { findingSchema, findingsJson, type RenderOptions, renderFindings } from './render.ts'
export type { FleetRule, FleetVisitors, Given, Report, Rule, RuleDoc, Visitors } from './rule.ts'
export { allRules } from './rules/index.ts'
export { virtualRoutersJson, virtualRoutersMarkdown, virtualRoutersText } from './virtual-routers.ts'
