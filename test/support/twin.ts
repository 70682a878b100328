import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { Running } from './lab/index.ts'

/** The tool that runs keepalived and kac with one file, each alone on a host of its own, and compares what they did. */

const root = new URL('../../', import.meta.url).pathname
const tool = `${root}../shared/tools/twin`
const reference = 'keepalived -n -l -G -f {conf} -p {dir}/p -r {dir}/r -c {dir}/c -b {dir}/b'

export const twinMissing = () =>
  existsSync(tool) ? undefined : 'the tool that compares two daemons is not beside this checkout'

/** Configurations in a folder of this checkout. */
export function filesIn(folder: string, name = '.conf'): string[] {
  return readdirSync(root + folder)
    .sort()
    .flatMap((file) => (file.endsWith(name) ? [`${root}${folder}/${file}`] : []))
}

const all = process.env.KAC_TWINS === 'all'
export const twinTimeout = all ? 3_500_000 : 580_000

/** `make twin` runs all of them, which takes minutes; `make test` these. */
export function sampled(files: readonly string[], names: readonly string[]): string[] {
  if (all) return [...files]
  const known = new Map(files.map((file) => [nameOf(file), file]))
  return names.map((name) => known.get(name) ?? expect.fail(`there is no ${name}.conf`))
}

interface TwinOptions {
  /** Files at a time. */
  readonly jobs: number
  /** Seconds before daemons are looked at, where a file does not ask for more. */
  readonly settle?: number
  /** Stretches that, and what files ask for. */
  readonly slow?: number
}

/** By file what differs, a line each; in the order given. */
export async function differences(files: readonly string[], { jobs, settle = 10, slow = 1 }: TwinOptions) {
  const options = ['--jobs', String(jobs), '--settle', String(settle), '--slow', String(slow)]
  const run = new Running(tool, [...options, '--a', reference, '--b', `${root}bin/kac daemon -f {conf}`, ...files])
  await run.exited
  const found = new Map<string, string[]>()
  for (const line of run.stdout.split('\n')) {
    const file = /^(\/.*\.conf): /.exec(line)?.[1]
    if (file) found.set(file, [])
    else if (line.startsWith('    ')) [...found.values()].at(-1)?.push(line.trim())
  }
  expect([...found.keys()], run.output).toEqual(files)
  return found
}

/** A difference on purpose: how it shows, and the row of docs/differences.md that says why. */
interface OnPurpose {
  readonly shows: RegExp
  readonly row: string
}

/** The tool tells connections by their ports, of which the kernel may take one again: the same words follow each other. */
const twiceOnOnePort = /^packet: .*: said \S+ > \S+ b(['"])(.+?)\2+\1$/

/** Every file does the same, but for what is on purpose, which it does. By name of the file, without its end. */
export async function expectTwins(files: readonly string[], onPurpose: Readonly<Record<string, OnPurpose>>) {
  const rows = readFileSync(`${root}docs/differences.md`, 'utf8')
  expect(Object.values(onPurpose).filter(({ row }) => !rows.includes(row))).toEqual([])
  const judge = (found: ReadonlyMap<string, readonly string[]>) =>
    [...found].flatMap(([file, lines]) => {
      const expected = onPurpose[nameOf(file)]?.shows
      const unexpected = lines.filter((line) => !expected?.test(line) && !twiceOnOnePort.test(line))
      const missing = expected && !lines.some((line) => expected.test(line)) ? [`nothing is ${expected}`] : []
      return unexpected.length + missing.length > 0 ? [{ file, how: [...unexpected, ...missing] }] : []
    })
  const first = judge(await differences(files, { jobs: 3, settle: 12 }))
  // A busy machine does not get through a play in time: once more, slowly.
  const again = first.map(({ file }) => file)
  const second = again.length === 0 ? [] : judge(await differences(again, { jobs: 2, settle: 12, slow: 2 }))
  if (second.length > 0) expect.fail(JSON.stringify({ first, second }, undefined, 2))
}

function nameOf(file: string): string {
  return file.replace(/^.*\/(.*)\.conf$/, '$1')
}
