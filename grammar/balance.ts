import type { Findings } from '../src/base/index.ts'
import { spanAt } from './place.ts'
import { LBrace, RBrace, type Token, token, Words } from './tokens.ts'

/** Which keywords open a block, level by level. */
export interface Shape {
  readonly blocks: ReadonlyMap<string, Shape>
}

/** keepalived's own blocks are five deep; what is deeper than this is no configuration. */
export const DEPTH_MAX = 100

/**
 * Makes braces fit: each opening one follows a line, and each has a closing one. What does not fit is reported and
 * taken out; what is missing is reported and put in where the keywords say that it was meant.
 */
export function balance(tokens: readonly Token[], top: Shape, findings: Findings): readonly Token[] {
  const braces = count(tokens)
  return braces.fit ? tokens : new Repair(braces, top, findings).run(tokens)
}

interface Braces {
  readonly fit: boolean
  /** Closing braces that have no opening one. */
  readonly surplus: number
  /** Opening braces that are never closed. */
  readonly missing: number
}

function count(tokens: readonly Token[]): Braces {
  let depth = 0
  let surplus = 0
  let fit = true
  let before: unknown
  for (const { tokenType } of tokens) {
    if (tokenType === LBrace) {
      depth++
      if (before !== Words || depth > DEPTH_MAX) fit = false
    } else if (tokenType === RBrace) {
      if (depth === 0) surplus++
      else depth--
    }
    before = tokenType
  }
  return { fit: fit && surplus === 0 && depth === 0, surplus, missing: depth }
}

interface Open {
  /** The line whose block it is; none for a brace that was taken out with the one that closes it. */
  readonly owner?: Token
  readonly shape: Shape
}

const closed: Shape = { blocks: new Map() }

class Repair {
  private readonly tokens: Token[] = []
  private readonly findings: Findings
  private readonly open: Open[]
  private surplus: number
  private missing: number

  constructor({ surplus, missing }: Braces, top: Shape, findings: Findings) {
    this.findings = findings
    this.open = [{ shape: top }]
    this.surplus = surplus
    this.missing = missing
  }

  run(tokens: readonly Token[]): readonly Token[] {
    for (const [index, next] of tokens.entries()) {
      if (next.tokenType === LBrace) this.opening(next)
      else if (next.tokenType === RBrace) this.closing(next)
      else this.line(next, tokens[index + 1])
    }
    while (this.open.length > 1) this.missingClose()
    return this.tokens
  }

  private get shape(): Shape {
    return this.open[this.open.length - 1]?.shape ?? closed
  }

  private line(words: Token, next: Token | undefined): void {
    const keyword = keywordOf(words)
    while (this.missing > 0 && this.belongsOutside(keyword)) {
      this.missing--
      this.missingClose()
    }
    this.tokens.push(words)
    const inner = this.surplus > 0 && next?.tokenType !== LBrace ? this.shape.blocks.get(keyword) : undefined
    if (!inner) return
    this.surplus--
    this.report('syntax/missing-brace', words)
    this.tokens.push(brace(LBrace, words))
    this.open.push({ owner: words, shape: inner })
  }

  /** The keyword opens a block, and does so in a block around this one, not here. */
  private belongsOutside(keyword: string): boolean {
    if (this.shape.blocks.has(keyword)) return false
    // Deeper ones have the shape of those around them.
    for (let depth = Math.min(this.open.length - 1, DEPTH_MAX); depth >= 0; depth--) {
      if (this.open[depth]?.shape.blocks.has(keyword)) return true
    }
    return false
  }

  private opening(next: Token): void {
    const owner = this.tokens[this.tokens.length - 1]
    if (owner?.tokenType === Words && this.open.length <= DEPTH_MAX) {
      this.tokens.push(next)
      this.open.push({ owner, shape: this.shape.blocks.get(keywordOf(owner)) ?? closed })
      return
    }
    if (owner?.tokenType !== Words) {
      this.report('syntax/stray-brace', next)
      if (this.missing-- > 0) return
    } else if (this.open.length === DEPTH_MAX + 1) this.report('syntax/too-deep', next)
    this.open.push({ shape: this.shape })
  }

  private closing(next: Token): void {
    if (this.open.length === 1) {
      this.surplus--
      this.report('syntax/stray-brace', next)
    } else if (this.open.pop()?.owner) this.tokens.push(next)
  }

  private missingClose(): void {
    const owner = this.open.pop()?.owner
    if (!owner) return
    this.report('syntax/unclosed-block', owner)
    this.tokens.push(brace(RBrace, owner))
  }

  private report(
    code: 'syntax/stray-brace' | 'syntax/too-deep' | 'syntax/missing-brace' | 'syntax/unclosed-block',
    at: Token,
  ) {
    const params = { brace: at.image, most: DEPTH_MAX, keyword: keywordOf(at) }
    const { place, startOffset, image } = at
    this.findings.report(code, params, spanAt(place, startOffset, startOffset + image.length))
  }
}

function keywordOf(words: Token): string {
  return /^[^ \t\v\f\r"]+/.exec(words.image)?.[0] ?? ''
}

/** A brace that nobody wrote, at the end of a line. */
function brace(type: typeof LBrace, { place, startOffset, image }: Token): Token {
  return token(type, place, startOffset + image.length, startOffset + image.length)
}
