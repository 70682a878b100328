import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { digestText } from '../../../src/base/index.ts'
import { Chance, mutated } from './mutate.ts'
import { corpusFolder, dictionary, seeds } from './seeds.ts'

export interface Run {
  readonly target: string
  /** The instrumented targets, and how many ways there are through them. */
  readonly bundle: string
  readonly ways: number
  /** Without: what earlier runs found goes into the corpus, as far as it reaches something new. */
  readonly seconds?: number
  readonly seed: number
  /** Inputs that reached something new, from one run to the next. */
  readonly foundFolder: string
  /** How many inputs were run, the length of the one that is running, and its text. */
  readonly progress: Int32Array
  readonly running: Uint16Array
}

export type Told =
  | { readonly kind: 'done'; readonly inputs: number; readonly corpus: number; readonly reached: number }
  | { readonly kind: 'failed'; readonly text: string; readonly why: string }

/** Inputs are cut off after this; what is longer is slower and reaches no more. */
const LENGTH_MAX = 4096

/** Inputs that take longer are not changed further: what they become would take as long. */
const SLOW_MS = 50

/** Runs a target with ever new inputs; one that goes a way that none before went is changed further. */
export class Runner {
  private readonly run: Run
  private readonly ways: Uint8Array
  private readonly reached: Uint8Array
  private readonly corpus: string[] = []
  private inputs = 0
  private target: (text: string) => void = () => {}

  constructor(run: Run) {
    this.run = run
    this.ways = new Uint8Array(run.ways)
    this.reached = new Uint8Array(run.ways)
  }

  async go(): Promise<void> {
    const { target, bundle, seconds, foundFolder } = this.run
    Object.assign(globalThis, { $ways: this.ways })
    this.target = (await import(bundle)).targets[target]
    mkdirSync(foundFolder, { recursive: true })
    for (const text of seeds(target)) this.try(text)
    for (const text of textsIn(foundFolder)) {
      if (this.try(text) && seconds === undefined) save(corpusFolder(target), text)
    }
    if (seconds !== undefined) this.explore(performance.now() + seconds * 1000)
    const reached = this.reached.reduce((count, buckets) => count + (buckets > 0 ? 1 : 0), 0)
    this.tell({ kind: 'done', inputs: this.inputs, corpus: this.corpus.length, reached })
  }

  private explore(until: number): void {
    const chance = new Chance(this.run.seed)
    const words = dictionary()
    while (performance.now() < until) {
      const text = mutated(this.pick(chance), chance.of(this.corpus), words, chance).slice(0, LENGTH_MAX)
      if (this.try(text)) save(this.run.foundFolder, text)
    }
  }

  /** Half of the time one of the newest: what is behind them is not known yet. */
  private pick(chance: Chance): string {
    const { length } = this.corpus
    const newest = Math.max(0, length - 50)
    return this.corpus[chance.below(2) === 0 ? newest + chance.below(length - newest) : chance.below(length)] ?? ''
  }

  /** True when this input went where none went before. */
  private try(text: string): boolean {
    this.announce(text)
    this.ways.fill(0)
    const started = performance.now()
    try {
      this.target(text)
    } catch (error) {
      this.tell({ kind: 'failed', text, why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      process.exit()
    }
    const isNew = this.look()
    if (isNew && performance.now() - started < SLOW_MS) this.corpus.push(text)
    return isNew
  }

  /** Adds what was gone to what has been reached: which ways, and roughly how often. */
  private look(): boolean {
    const { ways, reached } = this
    let isNew = false
    for (let way = 0; way < ways.length; way++) {
      const count = ways[way] as number
      if (count === 0) continue
      const bucket =
        count < 4 ? 1 << (count - 1) : count < 8 ? 8 : count < 16 ? 16 : count < 32 ? 32 : count < 128 ? 64 : 128
      if (((reached[way] as number) & bucket) !== 0) continue
      reached[way] = (reached[way] as number) | bucket
      isNew = true
    }
    return isNew
  }

  private announce(text: string): void {
    const { progress, running } = this.run
    for (let at = 0; at < Math.min(text.length, running.length); at++) running[at] = text.charCodeAt(at)
    progress[1] = text.length
    progress[0] = ++this.inputs
  }

  private tell(told: Told): void {
    parentPort?.postMessage(told)
  }
}

function textsIn(folder: string): string[] {
  const texts = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(folder + name, 'utf8')) : []
  return texts.sort((a, b) => a.length - b.length)
}

function save(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(folder + digestText(text), text)
}
