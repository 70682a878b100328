type Interval = readonly [first: bigint, last: bigint]

/** Who comes first has what is claimed, among things of one sort. */
export class Claims {
  /** What is claimed of each sort: upwards, with nothing in common. */
  readonly #claimed = new Map<string, Interval[]>()

  /** Claims all numbers from `first` to `last`, and returns those that were free. */
  claim(among: string, first: bigint, last: bigint): Interval[] {
    const claimed = this.#claimed.get(among) ?? []
    this.#claimed.set(among, claimed)
    const from = firstNotBelow(claimed, first)
    const free: Interval[] = []
    let [at, to] = [first, from]
    for (; to < claimed.length; to++) {
      const [begin, end] = claimed[to] ?? [last, last]
      if (begin > last) break
      if (at < begin) free.push([at, begin - 1n])
      at = end + 1n
    }
    if (at <= last) free.push([at, last])
    const [low] = claimed[from] ?? [first]
    claimed.splice(from, to - from, [to > from && low < first ? low : first, at > last ? at - 1n : last])
    return free
  }
}

/** The index of the first interval that does not end below a number. */
function firstNotBelow(intervals: readonly Interval[], number: bigint): number {
  let [low, high] = [0, intervals.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((intervals[middle]?.[1] ?? 0n) < number) low = middle + 1
    else high = middle
  }
  return low
}
