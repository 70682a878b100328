import {
  type ConfigSource,
  Daemon,
  fileSource,
  firstReading,
  type LogPort,
  type Place,
  repositorySource,
} from '../daemon/index.ts'
import { Repository } from '../git/index.ts'
import {
  absolutePath,
  checkerProcess,
  enginePort,
  fileMemory,
  hostFifos,
  hostMailer,
  hostNumberFiles,
  hostname,
  hostProcesses,
  hostPrograms,
  hostTexts,
  kernelModules,
  nameProcess,
  pidFile,
  privateDirectory,
  procSysctls,
  removeDirectory,
  type Serving,
  serveDaemon,
  stderrLog,
  systemClock,
} from '../host/index.ts'
import type { DaemonFlags } from './commands/daemon.ts'
import { compileFile, renderPlain } from './compile.ts'
import { type ExitCode, exit } from './exit.ts'
import type { holdSignals } from './held-signals.ts'
import { kernelFacts, openKernel } from './kernel.ts'
import { enterPlace } from './place.ts'
import { daemonSocket, engineSocket, pidDirectory, pidFiles, runDirOf } from './run-dir.ts'
import { serveDumps } from './serve-dumps.ts'

/** Runs until SIGTERM or SIGINT, or until another daemon takes over. */
export async function runDaemon(flags: DaemonFlags, heldSignals: ReturnType<typeof holdSignals>): Promise<ExitCode> {
  const log = stderrLog()
  const ending = new AbortController()
  // Whoever stops a daemon that still starts wants no router to run, not even those of the daemon before it.
  let stop: () => void = () => ending.abort()
  process.on('SIGTERM', () => stop())
  process.on('SIGINT', () => stop())
  const source = sourceOf(flags, ending.signal)
  const first = await firstReading(source, portsIn(flags.runDir, log))
  const config = first.reading?.candidate.config
  const place: Place = config ?? {}
  enterPlace(place, flags.file)
  const runDir = runDirOf(flags.runDir, place)
  const pids = pidDirectory(flags.runDir, config)
  privateDirectory(runDir)
  const kernel = openKernel(place)
  const daemon = new Daemon(
    {
      host: hostname(),
      pid: process.pid,
      source,
      first,
      place,
      pidDirectory: pids,
      replace: flags.replace,
      allowEmpty: flags.allowEmpty,
      allowMassChange: flags.allowMassChange,
      ...(flags.drain !== undefined && { drain: flags.drain }),
    },
    {
      ...portsIn(runDir, log),
      clock: systemClock,
      facts: kernelFacts(kernel),
      programs: hostPrograms,
      fifos: hostFifos,
      mailer: hostMailer,
      checker: checkerProcess,
      numberFiles: hostNumberFiles,
      processes: hostProcesses,
      texts: hostTexts,
      kernel,
      modules: kernelModules,
      sysctls: procSysctls,
      nameProcess,
    },
  )
  serveDumps(daemon, log)
  process.on('SIGHUP', () => void daemon.reload())
  const { reload } = heldSignals()
  stop = () => void daemon.stop()
  let api: Serving | undefined
  try {
    await daemon.start(() => {
      api = serveDaemon(daemonSocket(runDir), daemon, log)
      return api.opened
    })
    if (ending.signal.aborted) stop()
    if (reload) void daemon.reload()
    const written = pidFiles(pids, config).map((path) => pidFile(path, log))
    await daemon.ended
    for (const file of written) file.remove()
    return daemon.endedClean ? exit.ok : exit.error
  } finally {
    ending.abort()
    await api?.close()
    daemon.release()
    kernel.close()
  }
}

/** Those that have something in the run directory, and what they need. */
function portsIn(runDir: string, log: LogPort) {
  return {
    log,
    renderFindings: renderPlain,
    memory: fileMemory(runDir),
    engine: enginePort(engineSocket(runDir), log),
  }
}

/** A git that is at work when `ending` comes does not outlive the daemon. */
function sourceOf(flags: DaemonFlags, ending: AbortSignal): ConfigSource {
  if (flags.repo === undefined)
    return fileSource(absolutePath(flags.file), (path, files) => compileFile(path, flags, files))
  privateDirectory(flags.stateDir)
  const directory = `${flags.stateDir}/repository`
  privateDirectory(directory)
  // git must fail, not ask, when a repository wants a password.
  process.env.GIT_TERMINAL_PROMPT = '0'
  return repositorySource({
    repository: new Repository({
      url: flags.repo,
      ref: flags.ref,
      directory,
      limit: () => AbortSignal.any([AbortSignal.timeout(fetchMillis), ending]),
      remove: removeDirectory,
    }),
    label: `${flags.repo}@${flags.ref}`,
    path: flags.path,
    hostname: hostname(),
    pollEvery: flags.interval,
    compile: (path, files) => compileFile(path, flags, files),
    memory: fileMemory(flags.stateDir),
  })
}

/** However slowly something comes in. */
const fetchMillis = 120_000
