import type { Tracked } from '../bind/index.ts'

type Weighed = Pick<Tracked, 'kind' | 'weight' | 'reverse'>

export interface Weighing {
  /** Of the base priority. */
  readonly change: number
  readonly fault: boolean
}

/** Of a file: as much as takes any priority away. */
const fileFault = -254
const fileMax = 253

/** What something tracked does to a router: for people, as the engine does it. `value` is undefined while not known. */
export function weigh({ kind, weight, reverse }: Weighed, value: number | undefined): Weighing {
  if (weight === 0) {
    const bad = kind === 'file' ? value !== 0 : value === 0
    return { change: 0, fault: value === undefined || bad !== reverse }
  }
  const signed = reverse ? -weight : weight
  if (kind !== 'file') {
    const counts = value !== undefined && (value !== 0) === weight > 0
    return { change: counts ? signed : 0, fault: false }
  }
  const product = signed * (value ?? 0)
  return product <= fileFault ? { change: 0, fault: true } : { change: Math.min(product, fileMax), fault: false }
}
