import { micros } from '../../base/index.ts'
import type { Answer, CheckSpec } from '../../check/index.ts'
import type { ProgramEnd, RunningProgram } from '../../programs/index.ts'

export type MiscCheck = Extract<CheckSpec, { kind: 'misc' }>

/** Starts the program of a check; undefined for one that may not run. */
export type StartProgram = (check: MiscCheck, ended: (end: ProgramEnd) => void) => RunningProgram | undefined

/** Between asking a program to end and making it. */
const graceMillis = 2000
const nothing = new Uint8Array(0)

/** Runs the program of a check; what takes longer than misc_timeout has failed, and is ended. */
export function runProgram(check: MiscCheck, start: StartProgram, done: (answer: Answer) => void): { close(): void } {
  const started = process.hrtime.bigint()
  const took = () => micros(Number((process.hrtime.bigint() - started) / 1000n))
  let concluded = false
  const finish = (answer: Omit<Answer, 'bytes' | 'took'>) => {
    if (!concluded) done({ ...answer, bytes: nothing, took: took() })
    concluded = true
  }
  let killing: NodeJS.Timeout | undefined
  const running = start(check, ({ status, how }) => {
    clearTimeout(overdue)
    clearTimeout(killing)
    finish(status === undefined ? { outcome: 'cut', why: how } : { outcome: 'answered', status, why: how })
  })
  const end = () => {
    if (!running || killing) return
    running.signal('SIGTERM')
    killing = setTimeout(() => running.signal('SIGKILL'), graceMillis)
  }
  const overdue = setTimeout(() => {
    end()
    finish({ outcome: 'silent' })
  }, check.timeout / 1000)
  if (!running) {
    clearTimeout(overdue)
    setImmediate(() => finish({ outcome: 'unable', why: 'its program may not run' }))
  }
  return {
    close: () => {
      concluded = true
      clearTimeout(overdue)
      end()
    },
  }
}
