import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const native = new URL('../../../native/', import.meta.url).pathname
const libraries = `${native}build/Release/obj.target/`

export interface OtherEngine {
  readonly version: string
  /** A change of its sources, of which the files in `also` have to be compiled again. */
  readonly edit?: {
    readonly file: string
    readonly from: string
    readonly to: string
    readonly also?: readonly string[]
  }
}

/** Builds a kac-engine that differs from the one in native/build, and returns where it is. */
export async function buildEngine(folder: string, { version, edit }: OtherEngine): Promise<string> {
  const sources = readdirSync(`${native}engine`).map((name) => `${native}engine/${name}`)
  const edited = join(folder, 'edited')
  mkdirSync(edited, { recursive: true })
  if (edit) {
    const text = readFileSync(native + edit.file, 'utf8')
    if (!text.includes(edit.from)) throw new Error(`${edit.file} has no ${edit.from}`)
    mkdirSync(dirname(join(edited, edit.file)), { recursive: true })
    writeFileSync(join(edited, edit.file), text.replace(edit.from, edit.to))
    const again = edit.also?.map((name) => native + name) ?? [join(edited, edit.file)]
    sources.push(...again)
  }
  const program = join(folder, `kac-engine-${version}`)
  const language = ['-std=c++20', '-O1', '-fno-exceptions', `-I${edited}`, `-I${native}`]
  const compiled = sources.filter((name) => name.endsWith('.cc'))
  await promisify(execFile)('c++', [
    ...language,
    `-DKAC_VERSION="${version}"`,
    ...compiled,
    `${libraries}kac_shell.a`,
    `${libraries}kac_core.a`,
    '-o',
    program,
  ])
  return program
}
