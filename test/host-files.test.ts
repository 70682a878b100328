import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostExpandEnv, hostFiles, hostNumbers } from '../src/host/index.ts'
import { compile } from '../src/lint/index.ts'

describe('configuration files of the host', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kac-files-'))
    mkdirSync(join(folder, 'directory'))
    writeFileSync(join(folder, 'plain'), 'vrrp_instance é中\n')
    writeFileSync(join(folder, 'latin1'), Buffer.from('router_id caf\xe9 \xff\xfe\n', 'latin1'))
    writeFileSync(join(folder, 'executable'), '')
    chmodSync(join(folder, 'executable'), 0o755)
    writeFileSync(join(folder, 'huge'), '')
    truncateSync(join(folder, 'huge'), 64 * 1024 * 1024)
    execFileSync('mkfifo', [join(folder, 'pipe')])
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.for([
    ['plain', { kind: 'text', text: 'vrrp_instance é中\n' }],
    ['latin1', { kind: 'text', text: 'router_id caf\xe9 \xff\xfe\n' }],
    ['missing', { kind: 'missing' }],
    ['plain/below', { kind: 'missing' }],
    ['directory', { kind: 'directory' }],
    ['executable', { kind: 'executable' }],
    ['pipe', { kind: 'special' }],
    ['huge', { kind: 'too-big' }],
  ] as const)('%s', ([name, content]) => {
    expect(hostFiles.read(join(folder, name))).toEqual(content)
  })

  test('a device is no file', () => {
    expect(hostFiles.read('/dev/zero')).toEqual({ kind: 'special' })
  })

  test('directories are listed, and what is none is not', () => {
    expect(hostFiles.list(join(folder, 'directory'))).toEqual([])
    expect(hostFiles.list(folder)).toContain('plain')
    expect(hostFiles.list(join(folder, 'plain'))).toBeUndefined()
  })

  test('includes with wildcards are found, and what is no plain file is told', () => {
    writeFileSync(join(folder, 'main.conf'), 'include p*\ninclude directory\n')
    const { diagnostics, sources } = compile(
      { path: join(folder, 'main.conf') },
      { files: hostFiles, env: hostExpandEnv('lb1') },
    )
    expect(sources.map(({ name }) => name)).toEqual([join(folder, 'main.conf'), join(folder, 'plain')])
    expect(diagnostics.filter(({ code }) => code === 'expand/include-missing').map(({ message }) => message)).toEqual([
      `${join(folder, 'pipe')} is not a plain file, so nothing is included`,
      `${join(folder, 'directory')} is a directory, so nothing is included`,
    ])
  })
})

describe('names that this host gives numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kac-names-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries({
    'own/rt_tables': '# of this host\n100 blue\n 0x65\tgreen # as well\nbad line\n',
    'own/rt_tables.d/more.conf': '102 red\n999 blue\n',
    'own/rt_tables.d/more.txt': '103 white\n',
    'system/rt_tables': '200 blue\n201 black\n',
    'system/rt_protos': '186 bgp\n',
    'system/rt_realms': '7 cosmos\n',
    'system/rt_dsfield': '0xb8 EF\n',
    'system/group': '9 uplinks\n',
    'own/rt_scopes': '100 island\n',
  })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const folders = { own: `${folder}/own`, system: `${folder}/system` }

  test.for([
    ['blue', 100],
    ['green', 101],
    ['red', 102],
    ['black', 201],
    ['white', undefined],
    ['line', undefined],
  ] as const)('the table %s', ([name, number]) => {
    expect(hostNumbers()('rt_tables', name, folders)).toBe(number)
  })

  const text = (names: string) => `global_defs {
  iproute_etc_dir ${folder}/own
  iproute_usr_dir ${folder}/system
}
static_routes {
  ${names}
}
static_rules {
  from 192.0.2.0/24 tos EF table red suppress_ifgroup uplinks preference 77
}
static_ipaddress {
  192.0.2.1/24 dev eth0 scope island
}
`
  const ports = { files: hostFiles, env: hostExpandEnv('lb1') }
  const named = 'default via 192.0.2.9 table green protocol bgp realms 3/cosmos dsfield EF no_track'
  const codes = (found: readonly { readonly code: string }[]) => found.map(({ code }) => code)

  test('are read wherever routes, rules and addresses have numbers', () => {
    const source = { name: 'lb1.conf', text: text(named) }
    const { config, diagnostics } = compile({ source }, ports, { numbers: hostNumbers() })
    expect(codes(diagnostics)).toEqual([])
    expect(config?.staticRoutes).toMatchObject([{ table: 101, protocol: 186, realms: [3, 7], tos: 0xb8 }])
    expect(config?.staticRules).toMatchObject([{ tos: 0xb8, action: { table: 102 }, suppressGroup: 9 }])
    expect(config?.staticAddresses).toMatchObject([{ scope: 100 }])
  })

  test('are a note each where the files are judged for another host, and a mistake where this one has no such name', () => {
    const source = { name: 'lb1.conf', text: text(named.replace('EF', '0')).replace('island', 'link') }
    const away = compile({ source }, ports)
    expect(codes(away.diagnostics)).toEqual(Array(2).fill('host/number-name'))
    const here = compile({ source: { ...source, text: text('default via 192.0.2.9 table white') } }, ports, {
      numbers: hostNumbers(),
    })
    expect(codes(here.diagnostics)).toEqual(['bind/unknown-value'])
  })
})
