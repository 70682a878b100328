import { type Token, unclosedQuote } from '../../grammar/index.ts'
import { closest, type Diagnostic, Findings, type SourceFile, type Span, type Via } from '../base/index.ts'
import { CountedFiles } from './counted-files.ts'
import { emit } from './emit.ts'
import { changedChecks, checksOf, resolveInclude, whyNot } from './include.ts'
import { FILES_MAX, LINE_MAX } from './limits.ts'
import { type Definition, predefinedNames, predefinedValue, type Use } from './names.ts'
import type { ExpandEnv, FilePort } from './ports.ts'
import { Reading } from './reading.ts'
import { parseList, parseSequence, type Sequence } from './sequence.ts'
import { type Stretch, spanOf, textOf, trimmed, uncommented } from './stretch.ts'
import { substitute } from './substitution.ts'

/** A file by path, or text that did not come from one. */
export type Entry = { readonly path: string } | { readonly source: SourceFile }

export interface ExpandPorts {
  readonly files: FilePort
  readonly env: ExpandEnv
}

export interface Expanded {
  readonly tokens: readonly Token[]
  /** Files in the order in which they were opened. */
  readonly sources: readonly SourceFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** keepalived would not start with this. */
  readonly refused: boolean
}

/**
 * Reads a configuration as one stream of tokens: includes, conditions, definitions and sequences worked out. `literal`:
 * as keepalived does where that is hardly meant, with comments that end definitions and names that are not defined.
 */
export function expand(entry: Entry, ports: ExpandPorts, literal = false): Expanded {
  return new Expansion(ports, literal).run(entry)
}

const condition = /^@(\^?)([^ \t\v\f\r]*)[ \t\v\f\r]*/
const definition = /^\$([A-Za-z_]\w*)=/
const repetition = /^~(SEQx?|LST)[ \t]*\(/
const include = /^(include[rmwba]?)[ \t]+(?=[^ \t])/
const includeCheck = /^include_check(?=$|[ \t{}])/

/** Among more definitions than this none is looked for that a name may have been meant for. */
const KNOWN_MAX = 1000

/** Works on lines in the steps in which keepalived does. */
class Expansion {
  private readonly files: CountedFiles
  private readonly env: ExpandEnv
  private readonly findings = new Findings()
  private readonly reading: Reading
  private readonly undefinedName: ((use: Stretch) => void) | undefined
  /** A name in the line could not be replaced, and that was reported. */
  private broken = false

  constructor({ files, env }: ExpandPorts, literal: boolean) {
    this.files = new CountedFiles(files)
    this.env = env
    this.reading = new Reading(this.findings, literal)
    this.undefinedName = literal ? undefined : (use) => this.reportUndefined(use)
  }

  run(entry: Entry): Expanded {
    this.enter(entry)
    for (let line = this.reading.nextLine(); line; line = this.reading.nextLine()) this.work(line)
    const { tokens, sources } = this.reading
    const { diagnostics, refused } = this.findings
    return { tokens, sources, diagnostics, refused }
  }

  private enter(entry: Entry): void {
    if ('source' in entry) {
      this.reading.open(entry.source.name, entry.source, undefined)
      return
    }
    const content = this.files.read(entry.path)
    if (content.kind === 'text') {
      this.reading.open(entry.path, { name: entry.path, text: content.text }, undefined)
    } else this.findings.refuse('expand/unreadable', { name: entry.path, what: whyNot(content) }, undefined)
  }

  private work(line: Stretch): void {
    for (let rest: Stretch | undefined = line; rest; ) {
      const part = trimmed(rest)
      rest = part.from < part.to ? this.part(part) : undefined
    }
  }

  /** Works on a line up to its first brace, and gives what is behind that. */
  private part(line: Stretch): Stretch | undefined {
    const wanted = this.meetsCondition(line)
    if (!wanted) return this.checkQuotes(line)
    if (this.isDefinition(wanted) || this.isRepetition(wanted)) return undefined
    const read = wanted.place.text[wanted.from] === '~' ? wanted : this.withDefinitions(wanted)
    if (this.isInclude(read)) return undefined
    return emit(read, this.reading.tokens, this.undefinedName)
  }

  /** keepalived looks at the quotes of each line, also of one that is not for this host, or that only defines. */
  private checkQuotes(line: Stretch): undefined {
    const quote = unclosedQuote(textOf(line))
    if (quote !== undefined)
      this.findings.report('syntax/unclosed-quote', {}, spanOf({ ...line, from: line.from + quote }))
  }

  private meetsCondition(line: Stretch): Stretch | undefined {
    const found = condition.exec(textOf(line))
    if (!found) return line
    const [written, not, id] = found
    if ((id === this.env.configId) === (not === '^')) return undefined
    return { ...line, from: line.from + written.length }
  }

  private isDefinition(line: Stretch): boolean {
    const found = definition.exec(textOf(line))
    if (!found) return false
    const [written, name = ''] = found
    const goesOn = this.reading.define(name, trimmed({ ...line, from: line.from + written.length }))
    if (!goesOn) this.checkQuotes(line)
    return true
  }

  private isRepetition(line: Stretch): boolean {
    const found = repetition.exec(textOf(line))
    if (!found) return false
    const { place, from, to } = line
    const [written, form = ''] = found
    const close = place.text.slice(0, to).indexOf(')', from)
    const at = spanOf({ place, from, to: close < 0 ? to : close + 1 })
    const inside = { place, from: from + written.length, to: close }
    const sequence = close < 0 ? 'its closing parenthesis is missing' : this.parseRepetition(form, inside)
    if (typeof sequence === 'string')
      this.findings.report('expand/bad-sequence', { form: `~${form}`, why: sequence }, at)
    else this.reading.push({ kind: 'sequence', sequence, body: { place, from: close + 1, to }, at, next: 0 }, at)
    return true
  }

  private parseRepetition(form: string, inside: Stretch): Sequence | string {
    if (form === 'LST') return parseList(textOf(inside))
    const { stretch } = substitute(inside, (use) => this.valueOf(use, false, inside), LINE_MAX)
    return parseSequence(textOf(stretch), form === 'SEQx')
  }

  /** The line with names replaced, and without the comment that a value may have brought. */
  private withDefinitions(line: Stretch): Stretch {
    if (!textOf(line).includes('$')) return line
    const body = this.bodyAlone(line)
    if (body) return this.withDefinitions(body)
    this.broken = false
    const { stretch, endless } = substitute(line, (use, last) => this.valueOf(use, last, line), LINE_MAX)
    if (endless) {
      this.findings.report('expand/endless', {}, spanOf(line))
      return { ...line, to: line.from }
    }
    if (stretch === line) return line
    const read = trimmed(uncommented(stretch))
    return this.broken ? { ...read, place: { ...read.place, broken: true } } : read
  }

  /** The first line of a definition of several that is used by itself; the others wait. */
  private bodyAlone(line: Stretch): Stretch | undefined {
    const [, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(textOf(line)) ?? []
    const found = this.reading.definitions.get(braced ?? bare ?? '')
    if (!found?.multiline) return undefined
    const via: Via = { kind: 'definition', name: found.name, at: spanOf(line) }
    const goesOn = this.reading.push({ kind: 'lines', lines: found.lines, via, next: 1 }, via.at)
    const [first] = goesOn ? found.lines : []
    return first ? { ...first, place: { ...first.place, via } } : { ...line, to: line.from }
  }

  private valueOf(use: Use, last: boolean, line: Stretch): string | undefined {
    const found = this.reading.definitions.get(use.name)
    if (found && use.args.length === 0) return this.definedValue(found, last, line)
    const value = predefinedValue(use, this.env, this.currentDirectory())
    if (value?.misused) {
      this.findings.report('expand/misused-name', { written: use.written }, spanOf(line))
      if (value.text === '') this.broken = true
    }
    return value?.text
  }

  private definedValue({ name, lines, multiline }: Definition, last: boolean, line: Stretch): string {
    if (multiline && !last) {
      this.findings.report('expand/definition-inside-line', { name }, spanOf(line))
      this.broken = true
      return ''
    }
    const via: Via = { kind: 'definition', name, at: spanOf(line) }
    if (multiline) this.reading.push({ kind: 'lines', lines, via, next: 1 }, via.at)
    const [first] = lines
    return first ? textOf(first) : ''
  }

  private currentDirectory(): string {
    const directory = this.reading.file?.directory ?? ''
    if (directory.startsWith('/')) return directory
    return directory === '' ? this.env.directory : `${this.env.directory}/${directory}`
  }

  private isInclude(line: Stretch): boolean {
    if (includeCheck.test(textOf(line))) this.changeChecks(line)
    const found = include.exec(textOf(line))
    if (!found) return false
    const [written, variant = ''] = found
    const name = withoutBlockEnd(trimmed({ ...line, from: line.from + written.length }))
    if (name.to < line.to)
      this.reading.push({ kind: 'lines', lines: [{ ...line, from: name.to }], next: 0 }, spanOf(line))
    this.include(variant, textOf(trimmed(name)), spanOf({ ...line, to: trimmed(name).to }))
    return true
  }

  private include(variant: string, pattern: string, at: Span): void {
    const checks = checksOf(variant, this.reading.checks)
    const { files, problems } = resolveInclude(pattern, this.reading.file?.directory ?? '', checks, this.files)
    if (this.files.exhausted) {
      this.reading.stop('expand/too-much', { most: FILES_MAX, what: 'files and directories to look at' }, at)
      return
    }
    for (const { name, what, refused, outside } of problems) {
      if (outside) this.findings.refuse('expand/outside', { name }, at)
      else if (refused) this.findings.refuse('expand/include-refused', { name, what }, at)
      else this.findings.report('expand/include-missing', { name, what }, at)
    }
    if (files.length > 0) this.reading.push({ kind: 'queue', files, at, next: 0 }, at)
  }

  private changeChecks(line: Stretch): void {
    const { file } = this.reading
    const [, ...words] = textOf(line).split(/[ \t{}]+/)
    if (file)
      file.checks = changedChecks(
        words.filter((word) => word !== ''),
        file.checks,
      )
  }

  private reportUndefined(use: Stretch): void {
    const written = textOf(use)
    const { definitions } = this.reading
    const known = definitions.size > KNOWN_MAX ? predefinedNames : [...definitions.keys(), ...predefinedNames]
    const near = closest(written.replaceAll(/[${} \t]/g, ''), known)
    const hint = near === undefined ? {} : { hint: `did you mean \${${near}}?` }
    this.findings.report('expand/undefined-name', { written }, spanOf(use), hint)
  }
}

/** The name of an include on one line with the end of its block: the brace is not part of it. */
function withoutBlockEnd(name: Stretch): Stretch {
  const text = textOf(name)
  const surplus = text.split('}').length > text.split('{').length
  return surplus ? { ...name, to: name.from + text.lastIndexOf('}') } : name
}
