import { systemClock } from '../host/index.ts'

/** ISO 8601. */
export function isoNow(): string {
  return new Date(systemClock.realTime() / 1000).toISOString()
}
