import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostExpandEnv, hostFiles } from '../src/host/index.ts'
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
