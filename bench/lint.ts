// kac lint beside keepalived -t on the same generated files, in one run: the whole process, from its start to its end.
// What counts are the ratios, and that a file ten times as long takes ten times as long.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fleetHost, generated } from './support/generated.ts'
import { table } from './support/table.ts'

const kac = new URL('../bin/kac', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'kac-bench-'))
const memoryFile = join(folder, 'memory')
const RUNS = 3
/** keepalived's time grows with the square of the instances; after this it is stopped. */
const PATIENCE_S = 20

interface Cost {
  readonly seconds: number
  readonly megabytes: number
}

/** The fastest of some runs and the most memory of them; nothing when one took too long. */
function cost(command: readonly string[], runs = RUNS): Cost | undefined {
  let best: Cost = { seconds: Number.POSITIVE_INFINITY, megabytes: 0 }
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    const args = ['-q', '-f', '%M', '-o', memoryFile, 'timeout', `${PATIENCE_S}`, ...command]
    spawnSync('/usr/bin/time', args, { stdio: 'ignore' })
    const seconds = (performance.now() - started) / 1000
    if (seconds >= PATIENCE_S) return undefined
    const kilobytes = Number(readFileSync(memoryFile, 'utf8'))
    best = { seconds: Math.min(best.seconds, seconds), megabytes: Math.max(best.megabytes, kilobytes / 1024) }
  }
  return best
}

const row = table(30, 9, 16, 16, 9, 9)

function shown(one: Cost | undefined): string {
  return one ? `${one.seconds.toFixed(2)} s ${one.megabytes.toFixed(0)} MB` : `over ${PATIENCE_S} s`
}

function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? '-' : (a / b).toFixed(2)
}

try {
  process.stdout.write(`\nLint: minimum of ${RUNS} runs, most memory of them\n`)
  row('what', 'lines', 'keepalived -t', 'kac lint', 'time x', 'memory x')
  for (const [what, make] of Object.entries(generated)) {
    for (const lines of [10_000, 100_000, 500_000]) {
      const path = join(folder, 'keepalived.conf')
      writeFileSync(path, make(lines))
      const theirs = cost(['keepalived', '-t', '-f', path])
      const ours = cost([kac, 'lint', path])
      const ratios = [ratio(ours?.seconds, theirs?.seconds), ratio(ours?.megabytes, theirs?.megabytes)]
      row(what, `${lines}`, shown(theirs), shown(ours), ...ratios)
    }
  }

  const small = join(folder, 'small.conf')
  writeFileSync(small, fleetHost(0, 29))
  const [theirs, ours] = [cost(['keepalived', '-t', '-f', small], 10), cost([kac, 'lint', small], 10)]
  row('5 kB, from a cold start', '', shown(theirs), shown(ours), ratio(ours?.seconds, theirs?.seconds))

  const hosts = Array.from({ length: 200 }, (_, index) => join(folder, 'hosts', `lb${index}`, 'keepalived.conf'))
  for (const [index, path] of hosts.entries()) {
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, fleetHost(index, 115))
  }
  const oneByOne = cost(['sh', '-c', 'for f; do keepalived -t -f "$f"; done', 'sh', ...hosts], 1)
  const together = cost([kac, 'lint', folder])
  row(
    '200 hosts of 20 kB, together',
    '',
    `${shown(oneByOne)}`,
    shown(together),
    ratio(together?.seconds, oneByOne?.seconds),
  )
} finally {
  rmSync(folder, { recursive: true })
}
