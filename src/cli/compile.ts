import { type Diagnostic, digestText } from '../base/index.ts'
import { expandedText } from '../editor/index.ts'
import {
  accountNames,
  defaultUser,
  hostExpandEnv,
  hostFiles,
  hostNumbers,
  patternFault,
  readStandardInput,
} from '../host/index.ts'
import { type Compiled, compile, type RenderOptions, renderFindings, type Target } from '../lint/index.ts'
import type { Terminal } from './terminal.ts'

export interface CompileOptions {
  readonly configId?: string
  /** What standard input is called. */
  readonly stdinFilename?: string
}

export interface CompiledFile extends Compiled {
  /** Equal for the same texts. */
  readonly digest: string
  /** In one piece, with secrets blotted out. */
  readonly expanded: () => string
}

/** Compiles a file of this host, or of others that are given; `-` is standard input. */
export function compileFile(path: string, options: CompileOptions, files = hostFiles): CompiledFile {
  const { entry, ports } = sourceOf(path, options, files)
  const compiled = compile(entry, ports, { numbers: hostNumbers(), hasDefaultUser, patternFault })
  return {
    ...compiled,
    digest: digestText(compiled.sources.map(({ text }) => text).join('\0')),
    expanded: () => expandedText(entry, ports).text,
  }
}

function hasDefaultUser(): boolean {
  return accountNames('passwd', [defaultUser]).includes(defaultUser)
}

/** What a path names, and what reading it may ask of this host. */
export function sourceOf(
  path: string,
  { configId, stdinFilename = 'stdin' }: CompileOptions,
  files = hostFiles,
): Omit<Target, 'host'> {
  const ports = { files, env: hostExpandEnv(configId) }
  const entry = path === '-' ? { source: { name: stdinFilename, text: readStandardInput() } } : { path }
  return { entry, ports }
}

/** For logs: no colour. */
export function renderPlain(findings: readonly Diagnostic[]): string {
  return renderFindings(findings).trimEnd()
}

const sgr = { error: 31, warning: 33, note: 36, faint: 2 } as const

export function paintFor({ colour }: Terminal): RenderOptions {
  return colour ? { paint: (style, text) => `\x1b[${sgr[style]}m${text}\x1b[0m` } : {}
}
