/** Prints rows of cells in columns of these widths. */
export function table(...widths: readonly number[]): (...cells: readonly string[]) => void {
  return (...cells) => {
    const line = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')
    process.stdout.write(`${line.trimEnd()}\n`)
  }
}

/** The value that this share of the others is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** Minimum, median and maximum. */
export function spread(values: readonly number[], digits: number): string {
  return [0, 0.5, 1].map((share) => quantile(values, share).toFixed(digits)).join(' / ')
}
