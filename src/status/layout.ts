import { type Micros, seconds, showDuration } from '../base/index.ts'
import type { StatusSnapshot } from './snapshot.ts'

/** Columns as wide as what is in them. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
  )
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

export function showSeconds(value: number): string {
  return showDuration(seconds(value) as Micros)
}

export function daemonText({ daemon, engine, silent }: StatusSnapshot): string {
  if (daemon) return `daemon pid ${daemon.pid}`
  if (silent.includes('daemon')) return 'the daemon does not answer: asked the engine itself'
  return engine || silent.includes('engine') ? 'the daemon is away: asked the engine itself' : 'no kac daemon runs here'
}

export function ageText({ ageSeconds }: StatusSnapshot): string {
  return `${showSeconds(ageSeconds)} ago`
}

/** How old an answer is, and whose. */
export function takenText(snapshot: StatusSnapshot): string {
  return `taken ${ageText(snapshot)}: ${daemonText(snapshot)}`
}
