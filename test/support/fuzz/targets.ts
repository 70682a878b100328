import assert from 'node:assert/strict'
import { language, lex } from '../../../grammar/index.ts'
import { type Diagnostic, sortDiagnostics } from '../../../src/base/index.ts'
import { expandedText } from '../../../src/editor/index.ts'
import { format } from '../../../src/format/index.ts'
import { type Compiled, compile, configJson, findingsJson, formats, renderFindings } from '../../../src/lint/index.ts'
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

function portsFor(text: string) {
  return memoryPorts(new Map([['main.conf', text], ...others]))
}

/** Reading, judging and printing. */
function read(text: string): void {
  losesNothing(text)
  const ports = portsFor(text)
  const compiled = compile({ path: 'main.conf' }, ports)
  pointsIntoText(compiled)
  const { config, diagnostics } = compiled
  assert.deepEqual(sortDiagnostics(diagnostics), diagnostics)
  if (config) JSON.stringify(configJson(config))
  JSON.stringify(findingsJson(diagnostics))
  renderFindings(diagnostics)
  for (const show of Object.values(formats)) show(diagnostics)
  expandedText({ path: 'main.conf' }, ports)
  assert.ok(language.rows.size > 0)
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
  const [before, after] = [text, formatted].map((one) => compile({ path: 'main.conf' }, portsFor(one)))
  assert.deepEqual(after && meaning(after), before && meaning(before))
}

/** Values and findings, wherever they stand. Indentation may make a line longer than one may be, or less so. */
function meaning({ config, diagnostics }: Compiled): object {
  const values = JSON.stringify(config, (key, value) => (key === 'at' || key === 'spans' ? undefined : value))
  const said = ({ code, message }: Diagnostic) => (code === 'syntax/line-too-long' ? [] : [`${code} ${message}`])
  return { values, found: diagnostics.flatMap(said).sort() }
}
