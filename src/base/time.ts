declare const microsBrand: unique symbol
/** Microseconds: a duration, or an instant of the monotonic clock. Exact as a number up to 285 years. */
export type Micros = number & { readonly [microsBrand]: true }

export function seconds(value: number): Micros {
  return Math.round(value * 1_000_000) as Micros
}

export function micros(value: number): Micros {
  return value as Micros
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 }

/** `90s`, `5m`, `2h`, `250ms`, or a plain number of seconds. */
export function parseDuration(text: string): Micros | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  return number === undefined ? undefined : seconds(Number(number) * (units[unit] ?? 1))
}

/** For people: `3.61 s`, `250 ms`, `2 d 4 h`. At most two units. */
export function showDuration(duration: Micros): string {
  const total = duration / 1_000_000
  if (total < 1) return `${trim(duration / 1000)} ms`
  if (total < 60) return `${trim(total)} s`
  const units: [string, number][] = [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ]
  let rest = Math.floor(total)
  const parts: string[] = []
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    if (count > 0) parts.push(`${count} ${unit}`)
    rest -= count * size
  }
  return parts.slice(0, 2).join(' ')
}

function trim(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, '')
}
