import { type Micros, micros, seconds } from '../../base/index.ts'

const form = /^(?:(\d{4}|\d{2})-(\d{2})-(\d{2})[ \t]+)?(\d{2}):(\d{2}):(\d{2})(Z?)\s*$/

/** What reload_time_file says. */
export interface ReloadTime {
  /** In microseconds since 1970. */
  readonly at: Micros
  /** A time alone is one of every day. */
  readonly daily: boolean
}

/**
 * When to reload, after `now`: `HH:MM:SS`, maybe with a date `YYYY-MM-DD` or `YY-MM-DD` before it, in the time of this
 * host, or in UTC with a Z behind. Undefined for anything else, and for a date that has passed.
 */
export function reloadTime(text: string, now: Micros): ReloadTime | undefined {
  const [, year, month, day, hours, minutes, second, zone] = form.exec(text) ?? []
  if (hours === undefined) return undefined
  const at = (...date: readonly [number, number, number]) => {
    const parts = [...date, Number(hours), Number(minutes), Number(second)] as const
    return zone === 'Z' ? Date.UTC(...parts) : new Date(...parts).getTime()
  }
  if (year !== undefined) {
    const millis = at(Number(year.padStart(4, '20')), Number(month) - 1, Number(day))
    return millis * 1000 > now ? { at: micros(millis * 1000), daily: false } : undefined
  }
  const here = new Date(now / 1000)
  const today =
    zone === 'Z'
      ? ([here.getUTCFullYear(), here.getUTCMonth(), here.getUTCDate()] as const)
      : ([here.getFullYear(), here.getMonth(), here.getDate()] as const)
  const todays = at(...today)
  const millis = todays * 1000 > now ? todays : at(today[0], today[1], today[2] + 1)
  return { at: micros(millis * 1000), daily: true }
}

/** The calendar may be set anew, and timers do not count further than some weeks. */
export const lookAgainAfter = seconds(3600)
