import assert from 'node:assert/strict'
import { lex } from '../../../grammar/index.ts'
import { sortDiagnostics } from '../../../src/base/index.ts'
import { expandedText } from '../../../src/editor/index.ts'
import { format } from '../../../src/format/index.ts'
import { type Compiled, compile, configJson, findingsJson, formats, renderFindings } from '../../../src/lint/index.ts'
import { meaning } from '../language/meaning.ts'
import { memoryPorts } from '../language/memory.ts'

/** What holds for every text that anyone may call a configuration. Each throws where it does not. */
export const targets: Readonly<Record<string, (text: string) => void>> = { read, format: layOut }

/** What other texts may include: one that closes a block, one that opens one, one that comes back, and a folder. */
const others: readonly (readonly [string, string])[] = [
  ['a.conf', 'priority 150\n@lb1 nopreempt\n'],
  ['close.conf', '}\n'],
  ['open.conf', 'vrrp_instance VI_2 {\n    virtual_router_id $VRID\n'],
  ['back.conf', '$VRID=51\ninclude main.conf\n'],
  ['d', '(directory)'],
]

function filesWith(text: string): ReadonlyMap<string, string> {
  return new Map([['main.conf', text], ...others])
}

/** Reading, judging and printing. */
function read(text: string): void {
  losesNothing(text)
  const ports = memoryPorts(filesWith(text))
  const compiled = compile({ path: 'main.conf' }, ports)
  pointsIntoText(compiled)
  const { config, diagnostics } = compiled
  assert.deepEqual(sortDiagnostics(diagnostics), diagnostics)
  if (config) JSON.stringify(configJson(config))
  JSON.stringify(findingsJson(diagnostics))
  renderFindings(diagnostics)
  for (const show of Object.values(formats)) show(diagnostics)
  expandedText({ path: 'main.conf' }, ports)
}

function losesNothing(text: string): void {
  const { tokens, comments } = lex(text)
  let at = 0
  for (const { image, startOffset } of [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset)) {
    assert.match(text.slice(at, startOffset), /^[ \t\n\v\f\r]*$/)
    assert.equal(text.slice(startOffset, startOffset + image.length), image)
    at = startOffset + image.length
  }
  assert.match(text.slice(at), /^[ \t\n\v\f\r]*$/)
}

function pointsIntoText({ diagnostics, sources }: Compiled): void {
  for (const { span, code, covers, related } of diagnostics) {
    for (const one of [span, covers, ...related.map((other) => other.span)]) {
      if (!one) continue
      assert.ok(one.start >= 0 && one.start <= one.end && one.end <= one.source.text.length, code)
      assert.ok(sources.includes(one.source), code)
    }
  }
}

/** Formatting a second time changes nothing, and the first time nothing that counts. */
function layOut(text: string): void {
  const formatted = format(text)
  assert.equal(format(formatted), formatted)
  assert.deepEqual(meaning(filesWith(formatted)), meaning(filesWith(text)))
}
