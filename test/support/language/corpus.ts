/** Published configurations with what keepalived 2.4.3 says of each on a complete host, and how kac compares. */
import { readFileSync } from 'node:fs'
import { type Diagnostic, positionOf, type SourceFile, type Span } from '../../../src/base/index.ts'
import { hostExpandEnv, hostFiles } from '../../../src/host/index.ts'
import { type Compiled, compile } from '../../../src/lint/index.ts'
import { shared } from './shared.ts'

export interface Verdict {
  readonly file: string
  readonly configId: string | undefined
  readonly verdict: string
  readonly clean: boolean
}

const configs = 'corpus/configs/'

export function verdicts(): Verdict[] {
  const rows = readFileSync(`${shared}corpus/oracle.tsv`, 'utf8').trim().split('\n').slice(1)
  return rows
    .map((row) => row.split('\t'))
    .filter(([, version]) => version === '2.4.3')
    .map(([file = '', , id, , , verdict = '']) => ({
      file,
      configId: id === '-' ? undefined : id,
      verdict,
      clean: verdict === 'clean' || verdict === 'environment',
    }))
}

/** `source`: in place of what the file has. */
export function compileFile({ file, configId }: Verdict, source?: SourceFile): Compiled {
  const entry = source ? { source } : { path: shared + configs + file }
  return compile(entry, { files: hostFiles, env: hostExpandEnv(configId) })
}

/** Findings that keepalived has too; the others are kac's own rules, or things that it does not mention. */
export function counted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ code }) => !/^(?:lint|security)\/|include-missing|ignored-text|extra-words/.test(code))
}

/** What a complete host would not say. */
const ofTheHost =
  /not found\/accessible|Unable to find script|realpath\(\)|Invalid (?:startup|shutdown) script|insecure|not secure|SECURITY|script_security|uid\/gid|default user|Unable to set|Config files missing|no match|Invalid smtp server/

export interface Flag {
  readonly line: number
  readonly message: string
}

/** The lines that keepalived flags, and its words for each; not what it says for want of something on the host. */
export function flags({ file }: Verdict): Flag[] {
  const text = readFileSync(`${shared}corpus/oracle/${file.replace(/\.conf$/, '')}.2.4.3.txt`, 'utf8')
  const rows = text.split('\n').slice(1)
  const all = rows.map((row) => row.split('\t')).map(([line, message = '']) => ({ line: Number(line), message }))
  const missing = notThere(all, readFileSync(`${shared}${configs}${file}`, 'latin1').split('\n'))
  return all.filter(
    ({ line, message }) =>
      line > 0 &&
      !ofTheHost.test(message) &&
      !missing.has(/track (?:script|file) (\S+) not found/.exec(message)?.[1] ?? ''),
  )
}

/** Names of scripts and files that are not on the host, or whose user is not: to keepalived they are not defined. */
function notThere(all: readonly Flag[], lines: readonly string[]): Set<string> {
  const names = all.map(({ line, message }) =>
    /uid\/gid for script/.test(message)
      ? lines
          .slice(0, line)
          .findLast((text) => /^\s*vrrp_script\s/.test(text))
          ?.split(/[\s{]+/)[1]
      : /(?:realpath\(\) error .* for|default user for vrrp script) (\S+)/.exec(message)?.[1],
  )
  return new Set(names.filter((name) => name !== undefined))
}

export interface Comparison {
  readonly verdict: Verdict
  readonly same: boolean
  readonly flagged: readonly Flag[]
  readonly missed: readonly Flag[]
  readonly found: readonly Diagnostic[]
}

/** A line is met by a finding that is on it, or whose block it is in. */
export function compare(verdict: Verdict): Comparison {
  const { diagnostics } = compileFile(verdict)
  const found = counted(diagnostics)
  const met = new Set(
    diagnostics.flatMap(({ span, covers }) => [...linesOf(span), ...linesOf(covers), ...usesOf(span)]),
  )
  const flagged = [...new Map(flags(verdict).map((flag) => [flag.line, flag])).values()]
  const missed = flagged.filter(({ line }) => !met.has(line))
  return { verdict, same: verdict.clean === (found.length === 0), flagged, missed, found }
}

/** keepalived names the line that brings text in, kac that and where the text stands. */
function usesOf(span: Span | undefined): number[] {
  const lines: number[] = []
  for (let via = span?.via; via; via = via.at.via) lines.push(...linesOf(via.at))
  return lines
}

function linesOf(span: Span | undefined): number[] {
  if (!span) return []
  const from = positionOf(span.source, span.start).line
  const to = positionOf(span.source, span.end).line
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
