import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml'
import {
  type Code,
  closest,
  type Details,
  type Diagnostic,
  diagnostic,
  type ParamsOf,
  type SourceFile,
  type Span,
} from '../base/index.ts'

/** A value, and what it is called. */
export interface Entry {
  readonly key: string
  readonly node: Node | null
  /** Where the value is, or the key of one that is missing. */
  readonly at: Span
  readonly keyAt: Span
}

export type Mapping = ReadonlyMap<string, Entry> & { readonly at: Span; readonly what: string }

/** Reads YAML piece by piece and tells what is not as it should be, at its place. */
export interface YamlReader {
  readonly diagnostics: readonly Diagnostic[]
  report<C extends Code>(code: C, params: ParamsOf<C>, at: { readonly at: Span }, details?: Details): void
  /** The outermost mapping. Unknown keys are errors. */
  root(keys: readonly string[]): Mapping | undefined
  mapping(entry: Entry, keys: readonly string[]): Mapping | undefined
  /** An entry that has to be there. */
  needed(mapping: Mapping, key: string): Entry | undefined
  /** All entries of a mapping with names of its own. */
  entries(entry: Entry | undefined): Entry[]
  /** One or a list of them. */
  items(entry: Entry | undefined): Entry[]
  text(entry: Entry | undefined): string | undefined
  value<T>(entry: Entry | undefined, wanted: string, parse: (text: string) => T | undefined): T | undefined
}

export function openDocument(source: SourceFile): YamlReader {
  return new Reader(source)
}

class Reader implements YamlReader {
  readonly diagnostics: Diagnostic[] = []
  private readonly source: SourceFile
  private readonly document: ReturnType<typeof parseDocument>

  constructor(source: SourceFile) {
    this.source = source
    this.document = parseDocument(source.text, { prettyErrors: false })
    for (const { message, pos } of this.document.errors) {
      this.report('fleet/not-yaml', { why: message }, { at: { source, start: pos[0], end: pos[1] } })
    }
  }

  report<C extends Code>(code: C, params: ParamsOf<C>, { at }: { readonly at: Span }, details?: Details): void {
    this.diagnostics.push(diagnostic(code, params, at, details))
  }

  root(keys: readonly string[]): Mapping | undefined {
    if (this.diagnostics.length > 0) return undefined
    return this.mapping(this.entry('the file', this.document.contents, { source: this.source, start: 0, end: 0 }), keys)
  }

  mapping(entry: Entry, keys: readonly string[]): Mapping | undefined {
    const entries = this.entries(entry, 'a mapping')
    for (const { key, keyAt } of entries.filter((one) => !keys.includes(one.key))) {
      const near = closest(key, keys)
      const hint = near === undefined ? `it has ${keys.join(', ')}` : `did you mean "${near}"?`
      this.report('fleet/unknown-key', { key, place: entry.key }, { at: keyAt }, { hint })
    }
    if (!isMap(entry.node)) return undefined
    return Object.assign(new Map(entries.map((one) => [one.key, one])), { at: entry.at, what: entry.key })
  }

  needed(mapping: Mapping, key: string): Entry | undefined {
    const entry = mapping.get(key)
    if (!entry) this.report('fleet/missing-key', { key, place: mapping.what }, mapping)
    return entry
  }

  entries(entry: Entry | undefined, wanted = 'a mapping'): Entry[] {
    if (!entry) return []
    if (!isMap(entry.node)) {
      this.report('fleet/bad-value', { key: entry.key, wanted }, entry)
      return []
    }
    return (entry.node as YAMLMap<Node, Node | null>).items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : ''
      return this.entry(name, value, this.spanOf(key))
    })
  }

  items(entry: Entry | undefined): Entry[] {
    if (!entry) return []
    if (!isSeq(entry.node)) return [entry]
    return entry.node.items.map((item) => this.entry(entry.key, item as Node | null, entry.at))
  }

  text(entry: Entry | undefined): string | undefined {
    return this.value(entry, 'a word', (text) => text)
  }

  value<T>(entry: Entry | undefined, wanted: string, parse: (text: string) => T | undefined): T | undefined {
    if (!entry) return undefined
    const { node } = entry
    const written = isScalar(node) && node.value !== null ? String(node.source ?? node.value) : undefined
    const value = written === undefined ? undefined : parse(written)
    if (value === undefined) this.report('fleet/bad-value', { key: entry.key, wanted }, entry)
    return value
  }

  /** `place`: where it is named. An alias stands for what it names. */
  private entry(key: string, written: Node | null, place: Span): Entry {
    const node = isAlias(written) ? ((written.resolve(this.document) as Node | undefined) ?? null) : written
    const empty = !written?.range || written.range[0] === written.range[1]
    return { key, node, at: empty || isMap(written) ? place : this.spanOf(written), keyAt: place }
  }

  private spanOf(node: Node): Span {
    const [start = 0, end = start] = node.range ?? []
    return { source: this.source, start, end }
  }
}
