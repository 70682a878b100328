import {
  cutWords,
  LBrace,
  type Level,
  language,
  RBrace,
  type Token,
  type ValueType,
  type Word,
  Words,
} from '../../grammar/index.ts'
import { Findings } from '../base/index.ts'
import { Reader } from './reader.ts'

/** Which blocks outside all others each process of keepalived reads. It counts the braces of those that it does not. */
const processes: readonly ((keyword: string) => boolean)[] = [
  (keyword) => /^(?:SSL|virtual_server|virtual_server_group|(?:vrrp_)?track_file|bfd_instance)$/.test(keyword),
  (keyword) => /^(?:vrrp_|static_|track_|garp_group|linkbeat_|interface_up|bfd_instance)/.test(keyword),
  (keyword) => keyword === 'bfd_instance',
  (keyword) => !/^(?:SSL|virtual_|vrrp_|static_|track_|garp_|linkbeat_|interface_up|bfd_)/.test(keyword),
]

/**
 * The lines and braces that make no sense to keepalived, which ends a block at the next closing brace, whatever that
 * was meant to close, and goes on in the block around it. In the order of the stream.
 */
export function misread(tokens: readonly Token[]): readonly Token[] {
  const found = new Set(processes.flatMap((reads) => new Process(tokens, reads).run()))
  return tokens.filter((token) => found.has(token))
}

/** Reads as one process does, and knows braces and keywords only. */
class Process {
  private readonly tokens: readonly Token[]
  private readonly reads: (keyword: string) => boolean
  private readonly found: Token[] = []
  private readonly open: Level[] = []
  private readonly findings = new Findings()
  private readonly reader = new Reader(this.findings)
  private next = 0
  /** A block is open that holds something it was not meant to, so its end may be another's. */
  private upset = false
  /** Up to where all tokens are among those found. */
  private told = 0

  constructor(tokens: readonly Token[], reads: (keyword: string) => boolean) {
    this.tokens = tokens
    this.reads = reads
  }

  run(): readonly Token[] {
    for (let token = this.tokens[this.next++]; token; token = this.tokens[this.next++]) {
      if (token.tokenType === Words) this.line(token)
      else if (token.tokenType === LBrace) this.upsetBy(token)
      else if (!this.open.pop() || this.upset) this.upsetBy(token)
      this.upset &&= this.open.length > 0
    }
    return this.found
  }

  private upsetBy(token: Token): void {
    this.found.push(token)
    this.upset = true
  }

  private line(token: Token): void {
    const level = this.open.at(-1) ?? language
    const [keyword, ...args] = wordsOf(token)
    const row = keyword && level.rows.get(keyword.text)
    if (!row) this.unknown(token)
    else if (level === language && !this.reads(row.keyword)) {
      if (this.comes(LBrace)) this.skip(0)
    } else if (row.kind === 'list') this.entries(row.head)
    else if (row.kind === 'block') {
      const inner = level.blocks.get(row.keyword) ?? level
      const free = inner.rows.get('')
      if (free?.kind === 'leaf') this.entries(free.type)
      else this.block(inner, this.reader.head(row, keyword, args) !== undefined)
    }
  }

  /** What is in its block is read as if it stood outside, also where that makes sense to keepalived. */
  private unknown(token: Token): void {
    this.found.push(token)
    if (!this.comes(LBrace)) return
    this.upset = true
    if (this.next < this.told) return
    const from = this.next
    this.skip(0)
    this.told = this.next
    for (let at = from; at < this.told; at++) this.found.push(this.tokens[at] as Token)
    this.next = from
  }

  private block(inner: Level, usable: boolean): void {
    const token = this.tokens[this.next]
    const begins = this.comes(LBrace)
    if (token && !begins) this.found.push(token)
    if (!usable) this.skip(begins ? 0 : 1)
    else {
      if (begins) this.next++
      this.open.push(inner)
    }
  }

  /** Lines of a list, up to the next closing brace. An opening one is a line to it, and what follows was not meant. */
  private entries(type: ValueType<unknown>): void {
    if (this.comes(LBrace)) this.next++
    for (let token = this.tokens[this.next++]; token?.tokenType !== RBrace; token = this.tokens[this.next++]) {
      if (!token) return
      this.upset ||= this.comes(LBrace)
      if (this.upset || !this.takes(type, wordsOf(token))) this.found.push(token)
    }
    if (this.upset) this.found.push(this.tokens[this.next - 1] as Token)
  }

  private takes(type: ValueType<unknown>, words: readonly Word[]): boolean {
    this.findings.diagnostics.length = 0
    const enough = words.length >= type.arity[0]
    if (enough) type.read(words.slice(0, type.arity[1]), this.reader)
    return enough && this.findings.diagnostics.length === 0
  }

  /** Passes over a block by its braces. `depth`: how many are open already. */
  private skip(depth: number): void {
    for (let open = depth; this.next < this.tokens.length; ) {
      const type = this.tokens[this.next++]?.tokenType
      if (type === LBrace) open++
      else if (type === RBrace && --open <= 0) return
    }
  }

  private comes(type: Token['tokenType']): boolean {
    return this.tokens[this.next]?.tokenType === type
  }
}

function wordsOf({ image, startOffset, place }: Token): readonly Word[] {
  return cutWords(image, startOffset, place)
}
