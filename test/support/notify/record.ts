import { readFileSync } from 'node:fs'
import type { Host } from '../lab/index.ts'

/** Which member of a sync group comes first is not compared: lines that follow each other and say one state, in order. */
export function settled(lines: readonly string[]): string[] {
  const stateOf = (line: string) => line.split(' ').at(-2)
  return [...lines.entries()]
    .sort(([i, a], [j, b]) => {
      const between = lines.slice(Math.min(i, j), Math.max(i, j) + 1)
      const together = between.every((line) => line.startsWith('INSTANCE') && stateOf(line) === stateOf(a))
      return together && stateOf(a) === stateOf(b) ? a.localeCompare(b) : i - j
    })
    .map(([, line]) => line)
}

/** Records calls of DIR/record and lines of DIR/fifo; what it gives is what came since `next()`. */
export class Record {
  readonly #host: Host
  readonly #seen = { lines: 0, calls: 0 }

  private constructor(host: Host) {
    this.#host = host
  }

  static async start(host: Host): Promise<Record> {
    const { folder } = host
    await host.sh(`cd ${folder}
      printf '#!/bin/sh\\necho "$*" >> ${folder}/calls\\n' > record
      chmod 755 record; : > calls; : > lines; mkfifo -m 600 fifo`)
    host.spawn('sh', ['-c', `while :; do cat ${folder}/fifo >> ${folder}/lines; sleep 0.1; done`])
    return new Record(host)
  }

  lines(): string[] {
    return this.#read('lines')
  }

  calls(): string[] {
    return this.#read('calls').sort()
  }

  next(): void {
    for (const what of ['lines', 'calls'] as const) this.#seen[what] += this.#read(what).length
  }

  #read(what: 'lines' | 'calls'): string[] {
    const all = readFileSync(`${this.#host.folder}/${what}`, 'utf8').split('\n').slice(0, -1)
    return all.slice(this.#seen[what])
  }
}
