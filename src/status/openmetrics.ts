/** Labels of a sample, in order. */
export type Labels = Readonly<Record<string, string | number>>

export interface Sample {
  readonly labels: Labels
  readonly value: number
  /** `_bucket`, `_sum` and so on. */
  readonly suffix?: string
}

export interface Metric {
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'histogram' | 'info'
  readonly help: string
  readonly samples: readonly Sample[]
}

/** Metrics as OpenMetrics 1.0 writes them; those without a sample are left out. */
export function openMetrics(metrics: readonly Metric[]): string {
  const lines = metrics.flatMap(({ name, type, help, samples }) =>
    samples.length === 0
      ? []
      : [`# TYPE ${name} ${type}`, `# HELP ${name} ${help}`, ...samples.map((sample) => line(name, type, sample))],
  )
  return [...lines, '# EOF'].join('\n')
}

function line(name: string, type: Metric['type'], { labels, value, suffix }: Sample): string {
  const ending = suffix ?? (type === 'counter' ? '_total' : type === 'info' ? '_info' : '')
  const shown = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`)
  return `${name}${ending}${shown.length === 0 ? '' : `{${shown.join(',')}}`} ${value}`
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

export function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, type: 'gauge', help, samples }
}
