import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { removeWhenGone } from '../janitor.ts'

export interface UmlOptions {
  /** Program and arguments; runs as root with this machine's files, in the guest's own /run. */
  readonly command: readonly string[]
  /** Kernel modules to load first, besides ipv6; most others the kernel loads when they are asked for. */
  readonly modules?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly timeoutMs?: number
  /** Standard output and error as they come. */
  readonly onOutput?: (text: string) => void
}

export interface UmlResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const here = new URL('.', import.meta.url).pathname
const cache = new URL('../../../.cache/uml/', import.meta.url).pathname

/**
 * Boots user-mode-linux, runs one command in it and returns how that ended. The guest sees this machine's files; what it
 * writes stays in its memory. Throws when it does not boot or takes too long. No process stays.
 */
export async function runInUml(options: UmlOptions): Promise<UmlResult> {
  const { timeoutMs = 60_000, onOutput } = options
  const folder = mkdtempSync(join(tmpdir(), 'kac-uml-'))
  removeWhenGone(folder)
  try {
    copyFileSync(`${here}init.sh`, `${folder}/init`)
    writeFileSync(`${folder}/command`, script(options))
    const guest = boot(`${folder}/init`)
    const timer = setTimeout(() => guest.kill(), timeoutMs)
    if (onOutput) for (const stream of [guest.stdout, guest.stderr]) stream.setEncoding('utf8').on('data', onOutput)
    const streams = [guest.stdout, guest.stderr, guest.exitCode, guest.console].map((stream) => text(stream))
    const [stdout = '', stderr = '', exitCode = '', console = ''] = await Promise.all(streams)
    clearTimeout(timer)
    guest.kill()
    if (!/^\d+\s*$/.test(exitCode)) {
      throw new Error(`user-mode-linux gave no exit code in ${timeoutMs} ms:\n${console}\n${stdout}\n${stderr}`)
    }
    return { code: Number(exitCode), stdout, stderr }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function script({ command, modules = [], env = {}, cwd = '/' }: UmlOptions): string {
  return [
    'set -e',
    ...['ipv6', ...modules].map((name) => `modprobe ${quote(name)}`),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}`),
    `cd ${quote(cwd)}`,
    `exec ${command.map(quote).join(' ')}`,
    '',
  ].join('\n')
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

interface Guest {
  readonly stdout: Readable
  readonly stderr: Readable
  readonly exitCode: Readable
  readonly console: Readable
  kill(): void
}

function boot(init: string): Guest {
  const kernel = ['mem=1024M', 'root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', 'quiet', `init=${init}`]
  const lines = ['con=null', 'con0=null,fd:2', 'ssl=null', 'ssl0=null,fd:1', 'ssl1=null,fd:3', 'ssl2=null,fd:4']
  // The kernel keeps a process for each of the guest. In a PID namespace they all end when its first one does, the shell,
  // and that one when we do.
  const bound = ['--pdeathsig', 'KILL', 'unshare', '--pid', '--fork', '--kill-child=KILL']
  const shell = ['sh', '-c', 'linux.uml "$@"; exit $?', 'sh']
  const child = spawn('setpriv', [...bound, ...shell, ...kernel, ...lines], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LD_PRELOAD: extendedStateFix() },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const [, stdout, console, stderr, exitCode] = child.stdio as [null, Readable, Readable, Readable, Readable]
  return { stdout, stderr, exitCode, console, kill: () => child.kill('SIGKILL') }
}

/** Compiles xstate.cc where that was not done yet. */
function extendedStateFix(): string {
  const source = `${here}xstate.cc`
  const library = `${cache}xstate.so`
  const age = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (age(library) < age(source)) {
    mkdirSync(cache, { recursive: true })
    const unfinished = `${library}.${process.pid}`
    execFileSync('g++', ['-std=c++20', '-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', unfinished, source])
    renameSync(unfinished, library)
  }
  return library
}
