const places = ['at', 'end', 'spans'] as const
type Place = (typeof places)[number]

/** A value of a configuration but for where it was written. */
export type Unplaced<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Each)[]
    ? readonly Unplaced<Each>[]
    : { readonly [K in keyof T as Exclude<K, Place>]: Unplaced<T[K]> }

/** A copy without the places, which have the texts of whole files behind them. */
export function unplaced<T>(value: T): Unplaced<T> {
  return bare(value) as Unplaced<T>
}

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(bare)
  const copy: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) if (!places.includes(key as Place)) copy[key] = bare(inner)
  return copy
}
