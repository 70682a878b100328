import { type HostNumbers, language, parse } from '../../grammar/index.ts'
import { type Diagnostic, type SourceFile, type Span, sortDiagnostics } from '../base/index.ts'
import { bind, type Config, upsetsBlocks, withMisread } from '../bind/index.ts'
import { type Entry, type ExpandPorts, expand } from '../expand/index.ts'
import { withAdvice } from './advice.ts'
import { lint } from './lint.ts'
import { onePerPlace } from './places.ts'
import { withRenames } from './renames.ts'
import type { Given } from './rule.ts'
import { suppress } from './suppress.ts'
import { withoutTemplates } from './template.ts'
import { unusedDefinitions } from './unused-definitions.ts'
import { forRelease } from './versions.ts'

export interface JudgeOptions extends Given {
  /** A release of keepalived that has to know all keywords too. */
  readonly targetVersion?: string
  /** What the host calls numbers; unknown of another host. */
  readonly numbers?: HostNumbers
}

export interface Compiled {
  /** Absent: keepalived would refuse the whole file. */
  readonly config?: Config
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[]
  /** Every file that was read, the first one first. */
  readonly sources: readonly SourceFile[]
}

/** From a file to a configuration and all that is to be said about it. */
export function compile(entry: Entry, ports: ExpandPorts, options: JudgeOptions = {}): Compiled {
  const examined = examine(entry, ports, options)
  return { ...examined, diagnostics: sortDiagnostics(suppress(examined.diagnostics, examined.sources)) }
}

/** The same before suppressions: comments speak for the findings of all hosts that read them. */
export function examine(
  entry: Entry,
  ports: ExpandPorts,
  { targetVersion, numbers, ...given }: JudgeOptions = {},
): Compiled {
  const { tokens, sources, diagnostics: expanding, refused } = expand(entry, ports)
  const { statements, diagnostics: parsing } = parse(tokens, language)
  const [source = { name: 'path' in entry ? entry.path : entry.source.name, text: '' }] = sources
  const { config, diagnostics: binding } = bind(statements, { source, start: 0, end: 0 }, numbers)
  const linting = config ? onePerPlace(withoutConsequences(lint(config, given), binding)) : []
  const reading = [...expanding, ...parsing, ...binding]
  const read = reading.some(upsetsBlocks) ? withMisread(reading, expand(entry, ports, true).tokens, sources) : reading
  const unused = config && source ? unusedDefinitions(source, sources) : []
  const named = withRenames(read, statements)
  const known = targetVersion === undefined ? named : forRelease(targetVersion, named, statements)
  const all = [...known.map(withAdvice), ...linting, ...unused]
  const diagnostics = withoutTemplates(all, sources)
  return { ...(config && !refused && { config }), diagnostics, sources }
}

/** A tracker that is unused because its name is misspelt where it is used was spoken of there. */
function withoutConsequences(found: readonly Diagnostic[], errors: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ source, start }: Span) => `${source.name}:${start}`
  const misspelt = errors.filter(({ code }) => code === 'bind/unknown-object')
  const spoken = new Set(misspelt.flatMap(({ related }) => related.map(({ span }) => place(span))))
  return found.filter(({ span }) => !span || !spoken.has(place(span)))
}
