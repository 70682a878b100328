import { readFileSync } from 'node:fs'
import type { Host } from '../../test/support/lab/index.ts'

/** What the processes of a program cost, those that hold the roles apart: kac-engine, and all of keepalived. */
export interface Usage {
  /** Microseconds of processor time so far. */
  readonly cpu: number
  readonly roleCpu: number
  /** Kibibytes of memory, what is shared counted by its share (PSS). */
  readonly memory: number
  readonly roleMemory: number
}

const names = /^(?:kac-daemon|kac-engine|keepalived)$/
const roles = /^(?:kac-engine|keepalived)$/
const MICROS_PER_TICK = 10_000

export function usageOn(host: Host): Usage {
  const processes = host.pids.flatMap((pid) => processOf(pid) ?? []).filter(({ name }) => names.test(name))
  const ofRoles = processes.filter(({ name }) => roles.test(name))
  return { ...sum(processes), roleCpu: sum(ofRoles).cpu, roleMemory: sum(ofRoles).memory }
}

export interface Process {
  readonly name: string
  readonly cpu: number
  readonly memory: number
}

/** Undefined when it has just ended. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? []
    const fields = rest.split(' ')
    const memory = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]
    return { name, cpu: (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK, memory: Number(memory) }
  } catch {
    return undefined
  }
}

function sum(processes: readonly Process[]): { readonly cpu: number; readonly memory: number } {
  return {
    cpu: processes.reduce((total, { cpu }) => total + cpu, 0),
    memory: processes.reduce((total, { memory }) => total + memory, 0),
  }
}
