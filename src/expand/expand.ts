import { LBrace, type Place, RBrace, type Token, token, Words } from '../../grammar/index.ts'
import { type Code, closest, type Diagnostic, diagnostic, type Details, type ParamsOf, type SourceFile, type Span, type Via } from '../base/index.ts'
import { type Definition, predefinedNames, predefinedValue, type Use } from './definitions.ts'
import { byteLength, FileFrame, type Frame, LINE_MAX, type SequenceFrame } from './frames.ts'
import { changedChecks, checksOf, noChecks, resolveInclude, whyNot } from './include.ts'
import type { ExpandEnv, FilePort } from './ports.ts'
import { parseList, parseSequence } from './sequence.ts'
import { matchStart, type Stretch, spanOf, textOf, trimmed, uncommented } from './stretch.ts'
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

/** Lines that definitions and sequences may make; what makes more was not meant to. */
export const LINES_MAX = 1_000_000
/** Files, definitions and sequences inside each other. */
export const NESTING_MAX = 200
/** Characters of all files together. */
export const TEXT_MAX = 64 * 1024 * 1024

/** Reads a configuration as one stream of tokens: includes, conditions, definitions and sequences worked out. */
export function expand(entry: Entry, ports: ExpandPorts): Expanded {
  return new Expansion(ports).run(entry)
}

const condition = /@(\^?)([^ \t\v\f\r]*)[ \t\v\f\r]*/y
const definition = /\$([A-Za-z_]\w*)=/y
const sequence = /~(SEQ|SEQx|LST)[ \t]*\(/y
const include = /(include[rmwba]?)[ \t]+(?=[^ \t])/y
const includeCheck = /include_check(?![^ \t{}])/y

class Expansion {
  private readonly files: FilePort
  private readonly env: ExpandEnv
  private readonly tokens: Token[] = []
  private readonly sources: SourceFile[] = []
  private readonly diagnostics: Diagnostic[] = []
  private readonly definitions = new Map<string, Definition>()
  private readonly frames: Frame[] = []
  /** A definition whose last line ended in a backslash. */
  private collecting: { readonly name: string; readonly lines: Stretch[] } | undefined
  private madeLines = 0
  private readText = 0
  private refused = false

  constructor({ files, env }: ExpandPorts) {
    this.files = files
    this.env = env
  }

  run(entry: Entry): Expanded {
    this.enter(entry)
    for (let frame = this.frames.at(-1); frame; frame = this.frames.at(-1)) {
      const line = frame.kind === 'file' ? this.fileLine(frame) : this.madeLine(frame)
      if (line) this.work(line)
      else if (this.frames.at(-1) === frame) this.frames.pop()
    }
    this.endCollecting()
    const { tokens, sources, diagnostics, refused } = this
    return { tokens, sources, diagnostics, refused }
  }

  private enter(entry: Entry): void {
    if ('source' in entry) return this.open(entry.source.name, entry.source, undefined)
    const content = this.files.read(entry.path)
    if (content.kind === 'text') return this.open(entry.path, { name: entry.path, text: content.text }, undefined)
    this.refused = true
    this.report('expand/unreadable', { name: entry.path, what: whyNot(content) }, undefined)
  }

  private open(path: string, source: SourceFile, via: Via | undefined): void {
    this.sources.push(source)
    this.readText += source.text.length
    const frame = new FileFrame(path, source, this.currentFile()?.checks ?? noChecks, via)
    if (source.text.startsWith('\ufeff')) {
      this.report('syntax/byte-order-mark', {}, { source, start: 0, end: 1, ...(via && { via }) })
    }
    this.frames.push(frame)
  }

  private currentFile(): FileFrame | undefined {
    return this.frames.findLast((frame) => frame.kind === 'file')
  }

  /** The next line of a file that needs work; plain ones before it go straight to the stream. */
  private fileLine(frame: FileFrame): Stretch | undefined {
    for (;;) {
      const raw = this.collecting ? frame.nextLine() : frame.nextSpecial(this.tokens)
      const line = raw && this.physicalLine(raw)
      if (!line || !this.collecting) return line
      this.collect(line, trimmed(raw).to === trimmed(raw).from)
    }
  }

  /** A line as it stands in a file, without its comment. */
  private physicalLine(raw: Stretch): Stretch {
    const { place, from, to } = raw
    const text = textOf(raw)
    const bytes = text.length * 3 > LINE_MAX ? byteLength(text) : 0
    if (bytes > LINE_MAX) this.report('syntax/line-too-long', { bytes, most: LINE_MAX }, spanOf({ place, from, to: from + 40 }))
    if (text.includes('\0')) {
      if (!this.diagnostics.some(({ code, span }) => code === 'syntax/nul' && span?.source === place.source)) {
        this.report('syntax/nul', {}, spanOf(trimmed(raw)))
      }
      return { place, from: to, to }
    }
    return trimmed(uncommented(raw))
  }

  private madeLine(frame: Exclude<Frame, FileFrame>): Stretch | undefined {
    const line = frame.kind === 'lines' ? frame.lines[frame.next++] : this.pass(frame)
    if (line && ++this.madeLines > LINES_MAX) {
      this.stop('expand/too-much', { most: LINES_MAX }, spanOf(line))
      return undefined
    }
    return line
  }

  /** Sets the names of the next pass of a sequence, and gives the line that it repeats. */
  private pass(frame: SequenceFrame): Stretch | undefined {
    const { sequence: repeated, body, at } = frame
    if (frame.next >= repeated.passes) return undefined
    const values = repeated.values(frame.next++)
    const shown = repeated.names.map((name, index) => `${name}=${values[index] ?? ''}`).join(', ')
    const via: Via = { kind: 'sequence', values: shown, at }
    for (const [index, name] of repeated.names.entries()) this.define(name, values[index] ?? '', at)
    return { ...body, place: { ...body.place, via } }
  }

  private define(name: string, text: string, { source, start, end, via }: Span): void {
    const pieces = [{ from: 0, start, end, verbatim: false }]
    const place: Place = { source, text, base: 0, pieces, ...(via && { via }) }
    this.definitions.set(name, { name, lines: [{ place, from: 0, to: text.length }], multiline: false })
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
    if (!wanted || this.isDefinition(wanted) || this.isSequence(wanted)) return undefined
    const read = wanted.place.text[wanted.from] === '~' ? wanted : this.withDefinitions(wanted)
    if (this.isInclude(read)) return undefined
    return this.emit(read)
  }

  private meetsCondition(line: Stretch): Stretch | undefined {
    const found = matchStart(condition, line)
    if (!found) return line
    const [written, not, id] = found
    if ((id === this.env.configId) === (not === '^')) return undefined
    return { ...line, from: line.from + written.length }
  }

  private isDefinition(line: Stretch): boolean {
    const found = matchStart(definition, line)
    if (!found) return false
    const [written, name = ''] = found
    const value = trimmed({ ...line, from: line.from + written.length })
    if (line.place.text[value.to - 1] === '\\' && value.to > value.from) {
      this.collecting = { name, lines: [] }
      this.collect(value, false)
    } else this.definitions.set(name, { name, lines: [value], multiline: false })
    return true
  }

  /** Adds a line to the definition that is being read; one without a backslash at its end is the last. */
  private collect(line: Stretch, blank: boolean): void {
    const more = line.to > line.from && line.place.text[line.to - 1] === '\\'
    const text = more ? trimmed({ ...line, to: line.to - 1 }) : line
    if (text.to > text.from) this.collecting?.lines.push(text)
    if (!more && (blank || text.to > text.from)) this.endCollecting()
  }

  private endCollecting(): void {
    if (!this.collecting) return
    const { name, lines } = this.collecting
    this.definitions.set(name, { name, lines, multiline: true })
    this.collecting = undefined
  }

  private isSequence(line: Stretch): boolean {
    const found = matchStart(sequence, line)
    if (!found) return false
    const { place, from, to } = line
    const inside = from + found[0].length
    const close = place.text.indexOf(')', inside)
    const at = spanOf({ place, from, to: close < 0 || close >= to ? to : close + 1 })
    const parsed = close < 0 || close >= to ? 'its closing parenthesis is missing' : this.parseRepetition(found[1], { place, from: inside, to: close })
    if (typeof parsed === 'string') this.report('expand/bad-sequence', { form: `~${found[1]}`, why: parsed }, at)
    else if (parsed.passes > LINES_MAX) this.stop('expand/too-much', { most: LINES_MAX }, at)
    else this.push({ kind: 'sequence', sequence: parsed, body: { place, from: close + 1, to }, at, next: 0 }, at)
    return true
  }

  private parseRepetition(form: string | undefined, inside: Stretch) {
    if (form === 'LST') return parseList(textOf(inside))
    const { stretch } = substitute(inside, (use) => this.valueOf(use, false, inside), LINE_MAX)
    return parseSequence(textOf(stretch), form === 'SEQx')
  }

  /** The line with names replaced, and without the comment that a value may have brought. */
  private withDefinitions(line: Stretch): Stretch {
    if (!line.place.text.includes('$', line.from)) return line
    const body = this.bodyAlone(line)
    if (body) return this.withDefinitions(body)
    const { stretch, endless } = substitute(line, (use, last) => this.valueOf(use, last, line), LINE_MAX)
    if (endless) {
      this.report('expand/endless', {}, spanOf(line))
      return broken({ ...stretch, to: stretch.from })
    }
    return stretch === line ? line : trimmed(uncommented(stretch))
  }

  /** The first line of a definition of several that is used by itself; the others wait. */
  private bodyAlone(line: Stretch): Stretch | undefined {
    const [, braced, bare] = /^\$(?:\{(\w+)\}|(\w+))$/.exec(textOf(line)) ?? []
    const found = this.definitions.get(braced ?? bare ?? '')
    if (!found?.multiline) return undefined
    const via: Via = { kind: 'definition', name: found.name, at: spanOf(line) }
    const [first, ...others] = found.lines.map((body) => ({ ...body, place: { ...body.place, via } }))
    this.push({ kind: 'lines', lines: others, next: 0 }, via.at)
    return first ?? { ...line, to: line.from }
  }

  private valueOf(use: Use, last: boolean, line: Stretch): string | undefined {
    const found = this.definitions.get(use.name)
    if (found && use.args.length === 0) return this.definedValue(found, last, line)
    const value = predefinedValue(use, this.env, this.currentDirectory())
    if (typeof value === 'object') return value.value
    if (value === 'misused') this.report('expand/misused-name', { written: use.written }, spanOf(line))
    return undefined
  }

  private definedValue({ name, lines, multiline }: Definition, last: boolean, line: Stretch): string | undefined {
    const [first, ...others] = lines
    if (multiline && !last) {
      this.report('expand/definition-inside-line', { name }, spanOf(line))
      return undefined
    }
    if (multiline) {
      const via: Via = { kind: 'definition', name, at: spanOf(line) }
      this.push({ kind: 'lines', lines: others.map((body) => ({ ...body, place: { ...body.place, via } })), next: 0 }, via.at)
    }
    return first ? textOf(first) : ''
  }

  private currentDirectory(): string {
    const directory = this.currentFile()?.directory ?? ''
    if (directory.startsWith('/')) return directory
    return directory === '' ? this.env.directory : `${this.env.directory}/${directory}`
  }

  private isInclude(line: Stretch): boolean {
    if (matchStart(includeCheck, line)) this.changeChecks(line)
    const found = matchStart(include, line)
    if (!found) return false
    const [written, variant = ''] = found
    const name = withoutBlockEnd({ ...line, from: line.from + written.length })
    if (name.to < line.to) this.push({ kind: 'lines', lines: [{ ...line, from: name.to }], next: 0 }, spanOf(line))
    this.include(variant, textOf(trimmed(name)), spanOf({ ...line, to: trimmed(name).to }))
    return true
  }

  private include(variant: string, pattern: string, at: Span): void {
    const file = this.currentFile()
    const checks = checksOf(variant, file?.checks ?? noChecks)
    const { files, problems } = resolveInclude(pattern, file?.directory ?? '', checks, this.files)
    for (const { name, what, refused } of problems) {
      this.refused ||= refused
      this.report(refused ? 'expand/include-refused' : 'expand/include-missing', { name, what }, at)
    }
    for (const { path, text } of files.toReversed()) {
      if (this.frames.some((frame) => frame.kind === 'file' && frame.path === path)) {
        this.report('expand/include-cycle', { name: path }, at)
      } else if (this.readText + text.length > TEXT_MAX) this.stop('expand/too-much-text', { most: TEXT_MAX }, at)
      else if (this.fits(at)) this.open(path, { name: path, text }, { kind: 'include', at })
    }
  }

  private changeChecks(line: Stretch): void {
    const file = this.currentFile()
    const words = textOf(line).split(/[ \t{}]+/).slice(1)
    if (file) file.checks = changedChecks(words.filter((word) => word !== ''), file.checks)
  }

  /** Adds the words up to the first brace outside double quotes, and the brace. */
  private emit(line: Stretch): Stretch | undefined {
    let { place } = line
    const marks = /["{}]/g
    marks.lastIndex = line.from
    let quoted = false
    for (let mark = marks.exec(place.text); mark && mark.index < line.to; mark = marks.exec(place.text)) {
      if (mark[0] === '"') quoted = !quoted
      else if (!quoted && mark[0] === '{' && place.text[mark.index - 1] === '$') {
        const close = place.text.indexOf('}', mark.index)
        const to = close < 0 || close >= line.to ? line.to : close + 1
        this.undefinedName({ place, from: mark.index - 1, to })
        place = { ...place, broken: true }
        marks.lastIndex = to
      } else if (!quoted) {
        this.addWords({ place, from: line.from, to: mark.index })
        this.tokens.push(token(mark[0] === '{' ? LBrace : RBrace, place, mark.index, mark.index + 1))
        return { place: line.place, from: mark.index + 1, to: line.to }
      }
    }
    this.addWords({ ...line, place })
    return undefined
  }

  private addWords(line: Stretch): void {
    const { place, from, to } = trimmed(line)
    if (from < to) this.tokens.push(token(Words, place, from, to))
  }

  private undefinedName(use: Stretch): void {
    const written = textOf(use)
    const near = closest(written.replaceAll(/[${} \t]/g, ''), [...this.definitions.keys(), ...predefinedNames])
    this.report('expand/undefined-name', { written }, spanOf(use), near === undefined ? {} : { hint: `did you mean \${${near}}?` })
  }

  private push(frame: Frame, at: Span): void {
    if (this.fits(at)) this.frames.push(frame)
  }

  private fits(at: Span): boolean {
    if (this.frames.length < NESTING_MAX) return true
    this.stop('expand/too-deep', { most: NESTING_MAX }, at)
    return false
  }

  /** Gives up the whole configuration: what follows a limit is not what was meant. */
  private stop<C extends Code>(code: C, params: ParamsOf<C>, at: Span): void {
    this.report(code, params, at)
    this.refused = true
    this.frames.length = 0
  }

  private report<C extends Code>(code: C, params: ParamsOf<C>, at: Span | undefined, details?: Details): void {
    this.diagnostics.push(diagnostic(code, params, at, details))
  }
}

function broken(line: Stretch): Stretch {
  return { ...line, place: { ...line.place, broken: true } }
}

/** The name of an include on one line with the end of its block: the brace is not part of it. */
function withoutBlockEnd(name: Stretch): Stretch {
  const text = textOf(name)
  const opened = text.split('{').length
  const ended = text.split('}').length
  return ended > opened ? { ...name, to: name.from + text.lastIndexOf('}') } : name
}
