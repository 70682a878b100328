import { execFileSync } from 'node:child_process'

let serial = 0

/** Runs `ip` and throws what it said when it fails. */
export function ip(args: readonly string[], input = ''): string {
  return execFileSync('ip', args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Makes a network namespace with the name by which the janitor knows it as ours. */
export function addNamespace(label: string): string {
  const name = `kac-${process.pid}-${++serial}-${label}`
  ip(['netns', 'add', name])
  return name
}

/** Kills every process in the namespace, whoever started it, and removes the name. */
export function removeNamespace(name: string): void {
  killProcesses(name)
  ip(['netns', 'delete', name])
}

/** Kills every process in the namespace, or all but one. None sees another end: they are stopped first. */
export function killProcesses(name: string, except?: number): void {
  // A process may fork between the look and the signal.
  for (let pids = processesIn(name, except); pids.length > 0; pids = processesIn(name, except)) {
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const pid of pids) send(pid, signal)
  }
}

/** Every process in the namespace, or all but one. */
export function processesIn(name: string, except?: number): number[] {
  const pids = ip(['netns', 'pids', name]).split('\n').filter(Boolean).map(Number)
  return pids.filter((pid) => pid !== except)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    const gone = cause instanceof Error && 'code' in cause && cause.code === 'ESRCH'
    if (!gone) throw cause
  }
}
