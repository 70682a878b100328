import { describe, expect, test } from 'vitest'
import { applyEdits, compile, editsOf } from '../src/lint/index.ts'
import { memoryPorts } from './support/language/memory.ts'

const text = `global_defs {
  checker_process_name c
  lvs_process_name c
  vrrp_garp_extra_if 10
  vrrp_vmac_garp_intvl 10
  set_supplementary_groups
  json_version 2
}
`

function told(targetVersion: string | undefined) {
  const source = { name: 'main.conf', text }
  const { diagnostics } = compile({ source }, memoryPorts(new Map()), { ...(targetVersion && { targetVersion }) })
  const about = diagnostics.filter(({ code }) => /newer-keyword|deprecated|old-name/.test(code))
  const words = about.map(({ code, span }) => `${code} ${text.slice(span?.start, span?.end)}`)
  return { words, fixed: applyEdits(text, editsOf(about).get('main.conf') ?? []) }
}

describe('for a release of keepalived', () => {
  test('that is none in particular, old names are reported and have new ones', () => {
    expect(told(undefined)).toEqual({
      words: ['lint/old-name lvs_process_name', 'bind/deprecated vrrp_vmac_garp_intvl'],
      fixed: text
        .replace('lvs_process_name', 'checker_process_name')
        .replace('vrrp_vmac_garp_intvl', 'vrrp_garp_extra_if'),
    })
  })

  test.for([
    ['2.4.3', ['lint/newer-keyword set_supplementary_groups']],
    ['2.2.7', ['lint/newer-keyword set_supplementary_groups', 'lint/newer-keyword json_version']],
  ] as const)('%s: keywords of later ones are reported too', ([release, later]) => {
    expect(told(release).words).toEqual([
      'lint/old-name lvs_process_name',
      'bind/deprecated vrrp_vmac_garp_intvl',
      ...later,
    ])
  })

  test('2.2.1: a keyword is called by the name it had then, and that name is not an old one', () => {
    const { words, fixed } = told('2.2.1')
    expect(fixed).toBe(
      text.replace('lvs_process_name', 'checker_process_name').replace('vrrp_garp_extra_if', 'vrrp_vmac_garp_intvl'),
    )
    expect(words).toEqual([
      'lint/old-name lvs_process_name',
      'lint/newer-keyword vrrp_garp_extra_if',
      'lint/newer-keyword set_supplementary_groups',
      'lint/newer-keyword json_version',
    ])
  })

  test('2.1.5: no name that came later is put in', () => {
    const { words, fixed } = told('2.1.5')
    expect(words).toContain('lint/newer-keyword checker_process_name')
    expect(words).not.toContain('lint/old-name lvs_process_name')
    expect(fixed).toBe(text.replace('checker_process_name', 'lvs_process_name'))
  })
})
