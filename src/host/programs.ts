import { type ChildProcess, spawn } from 'node:child_process'
import type { Program, ProgramEnd, ProgramPort, RunningProgram } from '../programs/index.ts'
import { packageRoot } from './addon.ts'
import { checkProgram } from './program-check.ts'

/**
 * Programs of the configuration: each in a process group of its own, as its own user, with little of our environment.
 * native/run becomes the program, so that it ends with the daemon, however that ends.
 */
export const hostPrograms: ProgramPort = {
  check: checkProgram,
  start: ({ program, args, listen }, ended) => start(program, args, listen, ended),
  killAll: () => {
    for (const pid of running) signalGroup(pid, 'SIGKILL')
  },
}

/** By the numbers of their process groups. */
const running = new Set<number>()

const keptOutput = 4096
const lineMax = 200
/** A process left behind in the background keeps the output open: that must not hold up the result. */
const outputWithinMillis = 20

function start(
  { file, argv, uid, gid, groupsOf = '', umask }: Program,
  args: readonly string[],
  listen: boolean,
  ended: (end: ProgramEnd) => void,
): RunningProgram {
  const output = listen ? 'pipe' : 'ignore'
  const how = [process.pid, umask.toString(8), uid, gid, groupsOf].map(String)
  const child = spawn(`${packageRoot}/native/build/Release/kac-run`, [...how, file, ...argv, ...args], {
    detached: true,
    env: environment(),
    stdio: ['ignore', output, output],
  })
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  child.once('exit', () => running.delete(pid ?? 0))
  let tail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-keptOutput)
    })
  }
  watchEnd(child, (end) => ended({ ...end, lastLine: lastLineOf(tail) }))
  return {
    signal: (name) => {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) signalGroup(child.pid, name)
    },
  }
}

function watchEnd(child: ChildProcess, ended: (end: Omit<ProgramEnd, 'lastLine'>) => void): void {
  let result: Omit<ProgramEnd, 'lastLine'> | undefined
  let told = false
  const tell = () => {
    if (told || !result) return
    told = true
    ended(result)
  }
  child.once('error', (error: NodeJS.ErrnoException) => {
    result = { success: false, how: `cannot be started: ${error.code}` }
    tell()
  })
  child.once('exit', (code, signal) => {
    result =
      code === null
        ? { success: false, how: `killed by ${signal}` }
        : { success: code === 0, status: code, how: `exit code ${code}` }
    setTimeout(tell, outputWithinMillis)
  })
  child.once('close', tell)
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function environment(): NodeJS.ProcessEnv {
  const { IFS: _ifs, LD_PRELOAD: _preload, LD_LIBRARY_PATH: _library, ...kept } = process.env
  return kept
}

function lastLineOf(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim().slice(0, lineMax) ?? ''
}
