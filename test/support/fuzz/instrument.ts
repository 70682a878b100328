import { parseAst } from 'rolldown/parseAst'

/** Gives each way through a module a number, and counts how often it is gone: code for code, with counters put in. */
export class Instrument {
  /** So many ways there are in all modules so far. */
  ways = 0

  module(code: string, path: string): string {
    const marks = new Marks()
    this.walk(parseAst(code, { lang: 'ts' }, path) as unknown as Node, marks)
    return `const $ways = globalThis.$ways;\n${marks.applied(code)}`
  }

  private walk(node: Node, marks: Marks): void {
    this.mark(node, marks)
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) this.walk(child, marks)
    }
  }

  private mark(node: Node, marks: Marks): void {
    const { type, start, body, consequent, alternate, right } = node
    if (type === 'BlockStatement') marks.open(start + 1, this.count(';'))
    else if (type === 'ArrowFunctionExpression' && isNode(body) && body.type !== 'BlockStatement')
      this.value(body, marks)
    else if (type === 'LogicalExpression' && isNode(right)) this.value(right, marks)
    else if (type === 'ConditionalExpression') {
      for (const branch of [consequent, alternate]) if (isNode(branch)) this.value(branch, marks)
    } else if (type === 'IfStatement') {
      for (const branch of [consequent, alternate]) if (isNode(branch)) this.statement(branch, marks)
    } else if (/^(?:For|While)/.test(type) && isNode(body)) this.statement(body, marks)
    else if (type === 'SwitchCase' && Array.isArray(consequent) && isNode(consequent[0])) {
      marks.open(consequent[0].start, this.count(';'))
    }
  }

  private value({ start, end }: Node, marks: Marks): void {
    marks.open(start, `(${this.count(',')}`)
    marks.close(end, ')')
  }

  private statement({ type, start, end }: Node, marks: Marks): void {
    if (type === 'BlockStatement') return
    marks.open(start, `{${this.count(';')}`)
    marks.close(end, '}')
  }

  private count(after: string): string {
    return `$ways[${this.ways++}]++${after}`
  }
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** What is put in where. Of two that begin at one place the outer one came first; the inner one ends first. */
class Marks {
  private readonly opening = new Map<number, string>()
  private readonly closing = new Map<number, string>()

  open(at: number, text: string): void {
    this.opening.set(at, (this.opening.get(at) ?? '') + text)
  }

  close(at: number, text: string): void {
    this.closing.set(at, text + (this.closing.get(at) ?? ''))
  }

  applied(code: string): string {
    const places = [...new Set([...this.opening.keys(), ...this.closing.keys()])].sort((a, b) => a - b)
    let done = ''
    let from = 0
    for (const at of places) {
      done += code.slice(from, at) + (this.closing.get(at) ?? '') + (this.opening.get(at) ?? '')
      from = at
    }
    return done + code.slice(from)
  }
}
