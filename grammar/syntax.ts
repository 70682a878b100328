import { EmbeddedActionsParser } from 'chevrotain'
import { type Diagnostic, Findings } from '../src/base/index.ts'
import { balance, type Shape } from './balance.ts'
import { spanAt } from './place.ts'
import { LBrace, RBrace, type Token, tokenTypes, Words } from './tokens.ts'
import { Statement } from './tree.ts'
import { unclosedQuote } from './words.ts'

export interface Parsed {
  readonly statements: readonly Statement[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The statements and blocks of a token stream. `top` says what opens a block, for braces that do not fit. */
export function parse(tokens: readonly Token[], top: Shape): Parsed {
  const findings = new Findings()
  parser ??= new Syntax()
  const statements = parser.parse(balance(tokens, top, findings), findings)
  return { statements, diagnostics: findings.diagnostics }
}

interface Block {
  readonly statements: readonly Statement[]
  readonly end: Token
}

/** The grammar. Braces are balanced before it sees them, so every input is in this language and none needs recovery. */
class Syntax extends EmbeddedActionsParser {
  private findings = new Findings()
  /** The statements around the one that is read. */
  private into: Statement[] = []

  constructor() {
    super([...tokenTypes], { maxLookahead: 1, skipValidations: true })
    this.performSelfAnalysis()
  }

  parse(tokens: readonly Token[], findings: Findings): Statement[] {
    this.findings = findings
    this.input = tokens as Token[]
    return this.file()
  }

  private readonly file = this.RULE('file', (): Statement[] => {
    const statements: Statement[] = []
    this.entries(statements)
    return statements
  })

  private readonly block = this.RULE('block', (): Block => {
    const statements: Statement[] = []
    this.CONSUME(LBrace)
    this.entries(statements)
    return { statements, end: this.CONSUME(RBrace) as Token }
  })

  /** Made once: an entry is a line of most files, and each would make all of this anew. */
  private readonly either = [
    { ALT: () => this.statement(this.CONSUME(Words) as Token, this.into) },
    { ALT: () => this.attach(this.SUBRULE(this.block), this.into) },
  ]
  private readonly entry = () => this.OR(this.either)

  private entries(into: Statement[]): void {
    const outer = this.into
    this.into = into
    this.MANY(this.entry)
    this.into = outer
  }

  private statement({ image, startOffset, place }: Token, into: Statement[]): void {
    if (this.RECORDING_PHASE) return
    const quote = image.includes('"') ? unclosedQuote(image) : undefined
    if (quote !== undefined) {
      const at = spanAt(place, startOffset + quote, startOffset + image.length)
      this.findings.report('syntax/unclosed-quote', {}, at)
    }
    if (quote !== 0) into.push(new Statement(image, startOffset, place))
  }

  private attach({ statements, end }: Block, into: readonly Statement[]): void {
    const owner = into[into.length - 1]
    if (!owner) return
    owner.body = statements
    owner.end = spanAt(end.place, end.startOffset, end.startOffset + end.image.length)
  }
}

/** Made when a text is first read: most processes read none. */
let parser: Syntax | undefined
