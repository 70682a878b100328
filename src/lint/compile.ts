import { language, parse } from '../../grammar/index.ts'
import { type Diagnostic, type SourceFile, sortDiagnostics } from '../base/index.ts'
import { bind, type Config, upsetsBlocks, withMisread } from '../bind/index.ts'
import { type Entry, type ExpandPorts, expand } from '../expand/index.ts'
import { lint } from './lint.ts'
import { suppress } from './suppress.ts'
import { withoutTemplates } from './template.ts'
import { newerThan } from './versions.ts'

export interface JudgeOptions {
  /** A release of keepalived that has to know all keywords too. */
  readonly targetVersion?: string
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
export function compile(entry: Entry, ports: ExpandPorts): Compiled {
  const examined = examine(entry, ports)
  return { ...examined, diagnostics: sortDiagnostics(suppress(examined.diagnostics, examined.sources)) }
}

/** The same before suppressions: comments speak for the findings of all hosts that read them. */
export function examine(entry: Entry, ports: ExpandPorts, { targetVersion }: JudgeOptions = {}): Compiled {
  const { tokens, sources, diagnostics: expanding, refused } = expand(entry, ports)
  const { statements, diagnostics: parsing } = parse(tokens, language)
  const [source = { name: 'path' in entry ? entry.path : entry.source.name, text: '' }] = sources
  const { config, diagnostics: binding } = bind(statements, { source, start: 0, end: 0 })
  const linting = config ? lint(config) : []
  const newer = targetVersion === undefined ? [] : newerThan(targetVersion, statements)
  const reading = [...expanding, ...parsing, ...binding]
  const read = reading.some(upsetsBlocks) ? withMisread(reading, expand(entry, ports, true).tokens, sources) : reading
  const diagnostics = withoutTemplates([...read, ...linting, ...newer], sources)
  return { ...(config && !refused && { config }), diagnostics, sources }
}
