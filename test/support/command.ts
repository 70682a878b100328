import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** The built program. */
export const program = new URL('../../bin/kac', import.meta.url).pathname

export const good = `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`
export const password = 'authentication {\n        auth_type PASS\n        auth_pass 1111\n    }'

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files for the tests of one file, and the command as it runs there. */
export class CommandFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'kac-cli-'))

  write(name: string, text: string, mode = 0o644): string {
    const path = join(this.path, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { mode })
    return path
  }

  readonly kac = (args: readonly string[], { input = '', env = {} }: Options = {}): Ran => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: this.path,
      encoding: 'utf8',
      input,
      env: { PATH: process.env.PATH, ...env },
    })
    return { status, stdout, stderr }
  }
}

interface Options {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

export function commandFolder(files: Readonly<Record<string, string>>): CommandFolder {
  const folder = new CommandFolder()
  beforeAll(() => {
    for (const [name, text] of Object.entries(files)) folder.write(name, text)
  })
  afterAll(() => rmSync(folder.path, { recursive: true }))
  return folder
}
