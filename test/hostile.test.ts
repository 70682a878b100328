import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Inputs that nobody should write, through the built program: each command answers, with an exit code that it is meant
 * to have and without a stack trace. Only the runner limits the time.
 */

const kac = new URL('../bin/kac', import.meta.url).pathname

let folder = ''
const server = createServer()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kac-hostile-'))
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'a directory'))
  execFileSync('mkfifo', [join(folder, 'a pipe')])
  writeFileSync(join(folder, 'a gigabyte'), '')
  truncateSync(join(folder, 'a gigabyte'), 1024 ** 3)
  symlinkSync('a link to itself', join(folder, 'a link to itself'))
  writeFileSync(join(folder, 'without permission'), good)
  chmodSync(join(folder, 'without permission'), 0)
  symlinkSync('/dev/zero', join(folder, 'endless zeroes'))
  await new Promise<void>((resolve) => server.listen(join(folder, 'a socket'), resolve))
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const good = `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')
}

/** A name of a file, and what is in it. */
const texts: Readonly<Record<string, string | Uint8Array>> = {
  'nothing at all': '',
  'a definition of itself': '$A=${A} ${A}\nrouter_id ${A}\n',
  'definitions of each other': '$A=${B}\n$B=${A}\nrouter_id $A\n',
  'a definition of many lines of itself': '$A=x \\\n $A \\\n $A\n$A\n',
  'a billion laughs': `$L0=ha \\\n ha\n${lines(40, (n) => `$L${n + 1}=$L${n} \\\n $L${n}`)}$L40\n`,
  'a billion laughs in a line': `$L0=haha\n${lines(40, (n) => `$L${n + 1}=\${L${n}}\${L${n}}`)}router_id \${L40}\n`,
  'a sequence of a billion': '~SEQ(N,1,1000000000) router_id lb$N\n',
  'a sequence of sequences': '~SEQ(A,1,9999) ~SEQ(B,1,9999) ~SEQ(C,1,9999) router_id $A$B$C\n',
  'a sequence of includes': '~SEQ(A,1,400000) include gone$A\n',
  'an include of itself': 'include an*itself\nrouter_id lb1\n',
  'includes of each other': 'include includes of each*\ninclude an include*\n',
  'an include of everything': 'include /*/*/*/*/*/*/*/*/*\n',
  'an include of many names': `include ${'{a,b}'.repeat(40)}\n`,
  'an include of what is no file': 'include a pipe\ninclude a socket\ninclude a directory\ninclude endless zeroes\n',
  'ten thousand blocks': `${'vrrp_instance A {\n'.repeat(10_000)}${'}\n'.repeat(10_000)}`,
  'a hundred thousand open blocks': 'a {\n'.repeat(100_000),
  'a hundred thousand closed blocks': '}\n'.repeat(100_000),
  'ten thousand conditions': `${'@lb1 '.repeat(200)}\n`.repeat(50) + lines(10_000, (n) => `@lb${n % 3} router_id ${n}`),
  'a line of ten megabytes': 'x'.repeat(10 * 1024 * 1024),
  'a line of open marks': '{{'.repeat(2 * 1024 * 1024),
  'a line of quotes': '"'.repeat(4 * 1024 * 1024),
  'a line of dollars': '${'.repeat(2 * 1024 * 1024),
  'a comment of marks': `# ${'{{ a }}'.repeat(500_000)}`,
  'a comment of suppressions': `#${' kac-ignore a/b'.repeat(300_000)}\n`,
  'a lone quote': 'router_id "\n',
  'a lone quote at the end': 'router_id "',
  'a backslash at the end': '$A=a \\',
  'lone quotes': lines(10_000, () => 'router_id "lb1'),
  'UTF-16': Buffer.from(`\ufeff${good}`, 'utf16le'),
  'UTF-8 with its mark': `\ufeff${good}`,
  'latin-1': Buffer.from('router_id caf\xe9 \xff\xfe\n', 'latin1'),
  'carriage returns': good.replaceAll('\n', '\r'),
  'random bytes': Uint8Array.from({ length: 1024 * 1024 }, (_, n) => Math.imul(n, 2654435761) >>> (n % 24)),
  'only zeroes': new Uint8Array(1024 * 1024),
  'a megabyte of unknown words': lines(100_000, (n) => `word${n}`),
  'a hundred thousand instances of one name': lines(100_000, () => 'vrrp_instance A { virtual_router_id 1\n}'),
  'a hundred thousand definitions': lines(100_000, (n) => `$A${n}=${n}`) + lines(10_000, (n) => `router_id \${B${n}}`),
}

/** No text, or none that this may be read from. */
const others = [
  ...['a directory', 'a pipe', 'a socket', 'a gigabyte', 'a link to itself', 'endless zeroes', 'not there'],
] as const

const commands: Readonly<Record<string, (path: string) => readonly string[]>> = {
  lint: (path) => ['lint', path],
  fmt: (path) => ['fmt', '--check', path],
  compile: (path) => ['compile', '-f', path],
  'compile --json': (path) => ['compile', '--json', '-f', path],
}

/** Not even root reads a file without permission when it has no capabilities. */
const unprivileged = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : []

interface Ran {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly told: string
}

function run(command: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  const keep = (chunk: Buffer) => {
    if (told.length < 1024 * 1024) told += chunk
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, told })))
}

async function answers(args: readonly string[], under: readonly string[] = []): Promise<Ran> {
  const [command = kac, ...rest] = [...under, kac, ...args]
  const ran = await run(command, rest)
  expect(ran.told).not.toMatch(/^ +at .*:\d+:\d+\)?$/m)
  expect(ran.signal).toBeNull()
  return ran
}

describe.for(Object.keys(commands))('kac %s answers', (name) => {
  const command = commands[name] as (path: string) => readonly string[]
  test.for(Object.keys(texts))('%s', async (file) => {
    const { code } = await answers(command(file))
    expect([0, 1]).toContain(code)
  })
  test.for(others)('%s, which it does not read', async (file) => {
    const { code, told } = await answers(command(file))
    // A directory is a fleet to lint, here one without hosts.
    expect(code).toBe(name === 'lint' && file === 'a directory' ? 64 : 1)
    expect(told).toContain(file)
  })
  test('a file without permission, which it does not read', async () => {
    const { code, told } = await answers(command('without permission'), unprivileged)
    expect(code).toBe(1)
    expect(told).toContain('permission denied')
  })
})

describe('kac explain answers', () => {
  test.for([
    ['nothing', ''],
    ['what every object has', '__proto__'],
    ['a path', '../../etc/passwd'],
    ['a format', '%s%n'],
    ['half a keyword', 'priority/'],
    ['a hundred thousand letters', 'x'.repeat(100_000)],
  ] as const)('%s', async ([, subject]) => {
    const { code, told } = await answers(['explain', subject])
    expect(code).toBe(64)
    expect(told).toContain('nothing is called')
  })
})
