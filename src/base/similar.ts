/** The candidate that is nearest to what was written, if it can pass for a slip of the keyboard. */
export function closest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(written.length / 3)) + 1
  const letters = lettersOf(written)
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= least) continue
    // One slip changes at most two letters of the sets.
    if (countBits(letters ^ lettersOf(candidate)) >= 2 * least) continue
    const distance = editDistance(written, candidate, least)
    if (distance < least) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Which letters a word has, a bit for each. */
function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

function countBits(bits: number): number {
  let count = 0
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Insertions, deletions, replacements and swaps of neighbours between two words; at least `limit` is told as `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let nearest = i
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : replaced
      const distance = Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      nearest = Math.min(nearest, distance)
      next.push(distance)
    }
    if (nearest >= limit) return limit
    before = row
    row = next
  }
  return Math.min(limit, row[b.length] ?? 0)
}
