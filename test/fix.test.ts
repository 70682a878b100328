import { describe, expect, test } from 'vitest'
import { applyEdits, compile, editsOf } from '../src/lint/index.ts'
import { compileFile, verdicts } from './support/language/corpus.ts'
import { memoryPorts } from './support/language/memory.ts'
import { needsShared } from './support/language/shared.ts'

const source = { name: 'a.conf', text: 'one two three' }
const edit = (start: number, end: number, text: string) => ({ span: { source, start, end }, text })

describe('edits', () => {
  test.for([
    ['in any order', [edit(8, 13, '3'), edit(0, 3, '1')], '1 two 3'],
    ['the same twice', [edit(0, 3, '1'), edit(0, 3, '1')], '1 two three'],
    ['that meet: the first one alone', [edit(0, 7, 'x'), edit(4, 13, 'y')], 'x three'],
    ['that take out', [edit(3, 7, '')], 'one three'],
    ['none', [], 'one two three'],
  ] as const)('%s', ([, edits, text]) => {
    expect(applyEdits(source.text, edits)).toBe(text)
  })
})

function fixed(text: string): string {
  const { diagnostics } = compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', text]])))
  return applyEdits(text, editsOf(diagnostics).get('main.conf') ?? [])
}

describe('repairs', () => {
  test.for([
    ['an old name', 'global_defs {\n vrrp_vmac_garp_intvl 5\n}\n', 'global_defs {\n vrrp_garp_extra_if 5\n}\n'],
    [
      'an old option',
      'static_routes {\n 10.0.0.0/8 gw 10.0.0.1\n}\n',
      'static_routes {\n 10.0.0.0/8 via 10.0.0.1\n}\n',
    ],
    ['a byte order mark', '\ufeffglobal_defs {\n}\n', 'global_defs {\n}\n'],
    ['a comment with a line of its own', 'a\n # kac-ignore bind/repeated: b\nc\n', 'a\nc\n'],
    ['a comment behind words', 'a # kac-ignore bind/repeated: b\nc\n', 'a\nc\n'],
    ['not a name that a definition brings', '$A=vrrp_vmac_garp_intvl\nglobal_defs {\n $A 5\n}\n', undefined],
    ['not a keyword whose successor stands elsewhere', 'vrrp_instance V {\n linkbeat_use_polling\n}\n', undefined],
  ] as const)('%s', ([, text, after = text]) => {
    expect(fixed(text)).toBe(after)
    expect(fixed(after)).toBe(after)
  })
})

describe('repairs of published configurations', needsShared('corpus/configs/'), () => {
  test('change no meaning', () => {
    let count = 0
    for (const verdict of verdicts()) {
      const { config, diagnostics, sources } = compileFile(verdict)
      const [entry] = sources
      const edits = entry && editsOf(diagnostics).get(entry.name)
      if (!edits) continue
      count++
      const after = compileFile(verdict, { name: entry.name, text: applyEdits(entry.text, edits) })
      expect(meaning(after.config), verdict.file).toBe(meaning(config))
      expect(editsOf(after.diagnostics).get(entry.name), verdict.file).toBeUndefined()
    }
    expect(count).toBeGreaterThan(10)
  }, 60_000)
})

/** Without the places. */
function meaning(config: object | undefined): string | undefined {
  return JSON.stringify(config, (key, value: unknown) => (['at', 'spans', 'end'].includes(key) ? undefined : value))
}
