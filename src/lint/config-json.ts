import { positionOf, type Span } from '../base/index.ts'
import type { Config } from '../bind/index.ts'

/** A configuration for programs: values, and where each was written as `file:line:column`. Secrets are not in it. */
export function configJson(config: Config): object {
  return JSON.parse(JSON.stringify(config, replacePlaces)) as object
}

function replacePlaces(key: string, value: unknown): unknown {
  if (key === 'at' || key === 'end') return placeOf(value as Span)
  if (key !== 'spans') return value
  return Object.fromEntries(
    Object.entries(value as Record<string, Span>).map(([field, span]) => [field, placeOf(span)]),
  )
}

function placeOf({ source, start }: Span): string {
  const { line, column } = positionOf(source, start)
  return `${source.name}:${line}:${column}`
}
