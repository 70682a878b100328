import { type KacError, kacVersion } from '../base/index.ts'

/** The exit codes of every command; the README says what they mean to a script. */
export const exit = {
  ok: 0,
  error: 1,
  changes: 2,
  refused: 3,
  rolledBack: 4,
  usage: 64,
  tryAgain: 75,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]

const ofErrorCode: Readonly<Record<string, ExitCode>> = {
  usage: exit.usage,
  'engine-controlled': exit.tryAgain,
  'engine-elsewhere': exit.tryAgain,
  'engine-gone': exit.tryAgain,
  'engine-silent': exit.tryAgain,
  'daemon-silent': exit.tryAgain,
  'stale-plan': exit.refused,
  'needs-answer': exit.refused,
  'guard-empty': exit.refused,
  'guard-mass-change': exit.refused,
  'daemon-follows-other': exit.refused,
}

export function exitCodeOf(error: KacError): ExitCode {
  return ofErrorCode[error.code] ?? exit.error
}

/** For whoever asked for JSON: a document in any case. */
export function errorDocument({ code, message }: KacError): object {
  return { formatVersion: 1, kacVersion, error: { code, message } }
}
