import { EmbeddedActionsParser } from 'chevrotain'
import { type Diagnostic, diagnostic } from '../src/base/index.ts'
import { balance, type Shape } from './balance.ts'
import { LBrace, RBrace, type Token, tokenTypes, Words } from './tokens.ts'
import { Statement, spanAt } from './tree.ts'
import { unclosedQuote } from './words.ts'

export interface Parsed {
  readonly statements: readonly Statement[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The statements and blocks of a token stream. `top` says what opens a block, for braces that do not fit. */
export function parse(tokens: readonly Token[], top: Shape): Parsed {
  const balanced = balance(tokens, top)
  return parser.parse(balanced.tokens, balanced.diagnostics)
}

/** The grammar. Braces are balanced before it sees them, so every input is in this language and none needs recovery. */
class Syntax extends EmbeddedActionsParser {
  private diagnostics: Diagnostic[] = []

  constructor() {
    super([...tokenTypes], { maxLookahead: 1, skipValidations: true })
    this.performSelfAnalysis()
  }

  parse(tokens: readonly Token[], diagnostics: readonly Diagnostic[]): Parsed {
    this.diagnostics = [...diagnostics]
    this.input = tokens as Token[]
    return { statements: this.file(), diagnostics: this.diagnostics }
  }

  private readonly file = this.RULE('file', (): Statement[] => {
    const statements: Statement[] = []
    this.entries(statements)
    return statements
  })

  private readonly block = this.RULE('block', (): Statement[] => {
    const statements: Statement[] = []
    this.CONSUME(LBrace)
    this.entries(statements)
    this.CONSUME(RBrace)
    return statements
  })

  private entries(into: Statement[]): void {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.statement(this.CONSUME(Words) as Token, into) },
        { ALT: () => this.attach(this.SUBRULE(this.block), into) },
      ]),
    )
  }

  private statement({ image, startOffset, place }: Token, into: Statement[]): void {
    if (this.RECORDING_PHASE) return
    const quote = image.includes('"') ? unclosedQuote(image) : undefined
    if (quote !== undefined) {
      const at = spanAt(place, startOffset + quote, startOffset + image.length)
      this.diagnostics.push(diagnostic('syntax/unclosed-quote', { text: image.slice(quote + 1) }, at))
    }
    if (quote !== 0) into.push(new Statement(image, startOffset, place))
  }

  private attach(body: Statement[], into: readonly Statement[]): void {
    const owner = into[into.length - 1]
    if (owner) owner.body = body
  }
}

const parser = new Syntax()
