// Fuzzes the reading, judging and formatting of configurations.
//   scripts/fuzz-language.ts SECONDS        each target for so long; fails on what a target throws at, or takes too long for
//   scripts/fuzz-language.ts --keep         takes what earlier runs found into the corpus, test/fixtures/fuzz
import { mkdirSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { build } from 'rolldown'
import { Instrument, type Run, type Told, targets } from '../test/support/fuzz/index.ts'

const root = new URL('..', import.meta.url).pathname
const out = `${root}.cache/fuzz/`
const bundle = `${out}targets.js`
/** Any text of this size takes milliseconds, or where it means much a second; this machine may have more to do. */
const PATIENCE_S = 30

const [given = ''] = process.argv.slice(2)
if (!/^(?:\d+|--keep)$/.test(given)) {
  process.stderr.write('usage: scripts/fuzz-language.ts SECONDS | --keep\n')
  process.exit(64)
}

const ways = await instrumented()
for (const target of Object.keys(targets)) {
  const told = await run(target, given === '--keep' ? {} : { seconds: Number(given) })
  if (told.kind === 'failed') {
    const kept = `${out}${target}-failed.conf`
    writeFileSync(kept, told.text)
    process.stderr.write(`fuzz-language: ${target} fails; the input is ${kept}\n${told.why}\n`)
    process.exit(1)
  }
  const { inputs, corpus, reached } = told
  process.stdout.write(
    `fuzz-language: ${target} ran inputs: ${inputs}, ways: ${reached} of ${ways}, corpus: ${corpus}\n`,
  )
}

/** Bundles the targets with counters in what is the project's own. */
async function instrumented(): Promise<number> {
  const instrument = new Instrument()
  const own = new RegExp(`^${root}(?:grammar|src)/`)
  await build({
    input: `${root}test/support/fuzz/targets.ts`,
    platform: 'node',
    output: { file: bundle, format: 'esm' },
    logLevel: 'warn',
    plugins: [
      { name: 'count ways', transform: (code, path) => (own.test(path) ? instrument.module(code, path) : undefined) },
    ],
  })
  return instrument.ways
}

/** Runs a target in a thread of its own, and ends it when it stands still. */
function run(target: string, limit: Pick<Run, 'seconds'>): Promise<Told> {
  const progress = new Int32Array(new SharedArrayBuffer(8))
  const running = new Uint16Array(new SharedArrayBuffer(16384))
  const foundFolder = `${out}${target}.found/`
  mkdirSync(foundFolder, { recursive: true })
  const workerData: Run = { ...limit, target, bundle, ways, seed: Date.now(), foundFolder, progress, running }
  const url = new URL('../test/support/fuzz/worker.ts', import.meta.url)
  const worker = new Worker(url, { workerData, resourceLimits: { maxOldGenerationSizeMb: 1024 } })
  return new Promise((resolve) => {
    const fail = (why: string) => {
      const text = String.fromCharCode(...running.slice(0, progress[1]))
      resolve({ kind: 'failed', text, why })
      clearInterval(watch)
      void worker.terminate()
    }
    let before = 0
    const watch = setInterval(() => {
      const now = progress[0] ?? 0
      if (now === before && now > 0) fail(`it takes more than ${PATIENCE_S} s`)
      before = now
    }, PATIENCE_S * 1000)
    worker.on('message', (told: Told) => {
      clearInterval(watch)
      resolve(told)
    })
    worker.on('error', (error) => fail(String(error)))
  })
}
