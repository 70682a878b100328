import { describe, expect, test } from 'vitest'
import { complete, hover } from '../src/editor/index.ts'
import { expand } from '../src/expand/index.ts'
import { memoryPorts } from './support/language/memory.ts'

/** A file with a cursor, which is a bar, and maybe files around it. */
function at(marked: string, others: Readonly<Record<string, string>> = {}, entry = 'main.conf') {
  const offset = marked.indexOf('|')
  const source = { name: 'main.conf', text: marked.replace('|', '') }
  const files = new Map([...Object.entries(others), [source.name, source.text] as const])
  return { expanded: expand({ path: entry }, memoryPorts(files)), source, offset }
}

function offered(marked: string, others?: Readonly<Record<string, string>>, entry?: string): string[] {
  const { expanded, source, offset } = at(marked, others, entry)
  return complete(expanded, source, offset, ['eth0', 'eth1']).map(({ text }) => text)
}

const scripts = 'vrrp_script web {\n}\nvrrp_script dns {\n}\n'

describe('at a cursor there may stand', () => {
  test.for([
    ['a keyword outside all blocks', 'vrrp_in|', ['vrrp_instance']],
    ['a keyword of the block', 'vrrp_instance V {\n  prio|\n}\n', ['priority']],
    [
      'a keyword before others',
      'vrrp_instance V {\n  virtual_r|\n  priority 1\n}\n',
      ['virtual_router_id', 'virtual_routes', 'virtual_rules'],
    ],
    ['a keyword of a block in a block', 'virtual_server 192.0.2.1 80 {\n real_server 10.0.0.1 80 { wei|', ['weight']],
    ['no keyword behind a block that is closed', 'vrrp_instance V {\n}\nprio|', []],
    ['one of a few words', 'vrrp_instance V {\n  state |\n}\n', ['MASTER', 'BACKUP']],
    ['the rest of a word', 'vrrp_instance V {\n  state M|\n}\n', ['MASTER']],
    ['nothing behind the last word', 'vrrp_instance V {\n  state MASTER |\n}\n', []],
    ['an interface', 'vrrp_instance V {\n  interface |\n}\n', ['eth0', 'eth1']],
    ['an option of a line', 'vrrp_instance V {\n  virtual_ipaddress {\n    192.0.2.1/24 lab|\n  }\n}\n', ['label']],
    ['the value of an option', 'vrrp_instance V {\n  virtual_ipaddress { 192.0.2.1/24 dev | }\n}\n', ['eth0', 'eth1']],
    ['a name of another block', `${scripts}vrrp_instance V {\n  track_script {\n    |\n  }\n}\n`, ['web', 'dns']],
    ['a member', 'vrrp_instance A {\n}\nvrrp_sync_group G {\n  group { | }\n}\n', ['A']],
    ['nothing in a block that is not known', 'nonsense {\n  |\n}\n', []],
  ] as const)('%s', ([, marked, texts]) => {
    expect(offered(marked)).toEqual(texts)
  })

  test('what stands in the block of the file that includes this one', () => {
    const entry = 'vrrp_instance V {\n  include main.conf\n}\n'
    expect(offered('virtual_router|', { 'top.conf': entry }, 'top.conf')).toEqual(['virtual_router_id'])
  })

  test('no old names, and each with what it does', () => {
    const { expanded, source, offset } = at('global_defs {\n  lvs_flush|\n}\n')
    expect(complete(expanded, source, offset)).toEqual([
      { text: 'lvs_flush', kind: 'keyword', doc: expect.stringContaining('IPVS') },
      { text: 'lvs_flush_on_stop', kind: 'keyword', doc: expect.stringContaining('IPVS') },
    ])
  })
})

describe('of what stands at a cursor is told', () => {
  test.for([
    ['a keyword', 'vrrp_instance V {\n  pri|ority 100\n}\n', '### vrrp_instance › priority'],
    ['the same word in another block', 'virtual_server 192.0.2.1 80 {\n wei|ght 1\n}\n', '### virtual_server › weight'],
    [
      'an option',
      'vrrp_instance V {\n  virtual_ipaddress { 192.0.2.1 la|bel x }\n}\n',
      '### vrrp_instance › virtual_ipaddress › label',
    ],
    ['no value', 'vrrp_instance V {\n  priority 1|00\n}\n', undefined],
    ['no keyword of elsewhere', 'vrrp_instance V {\n  wei|ght 1\n}\n', undefined],
  ] as const)('%s', ([, marked, title]) => {
    const { expanded, source, offset } = at(marked)
    expect(hover(expanded, source, offset)?.split('\n')[0]).toBe(title)
  })
})
