import { posix } from 'node:path'
import { lineAt, perFile, type Rule, type SourceText, type Violation, withoutComments } from './source.ts'

interface Allowed {
  readonly modules: readonly string[] | 'all above'
  readonly packages?: readonly string[]
  /** Other modules give it types; values come from these alone. */
  readonly valuesFrom?: readonly string[]
}

/**
 * Which module may import which, besides itself, and which packages. Each line names only lines above it, so there are no
 * cycles. `node:` modules are for the host alone.
 */
export const table: Readonly<Record<string, Allowed>> = {
  base: { modules: [] },
  grammar: { modules: ['base'], packages: ['chevrotain'] },
  expand: { modules: ['base', 'grammar'] },
  bind: { modules: ['base', 'grammar'] },
  format: { modules: ['base', 'grammar'], packages: ['diff'] },
  editor: { modules: ['base', 'grammar', 'expand'] },
  lint: { modules: ['base', 'grammar', 'bind', 'expand'] },
  fleet: { modules: ['base', 'lint'], packages: ['yaml'] },
  kernel: { modules: ['base'], packages: ['node:buffer'] },
  desired: { modules: ['base', 'bind', 'kernel'] },
  track: { modules: ['base', 'bind'] },
  programs: { modules: ['base', 'bind'] },
  check: { modules: ['base', 'bind', 'track'], packages: ['tinyqueue'] },
  notify: { modules: ['base', 'bind', 'check'] },
  plan: { modules: ['base', 'kernel'] },
  engine: { modules: ['base', 'bind', 'kernel', 'desired', 'plan'] },
  apply: { modules: ['base', 'kernel', 'plan'] },
  git: { modules: ['base'], packages: ['simple-git'] },
  status: { modules: ['base', 'bind', 'desired', 'check', 'track', 'engine'] },
  sim: { modules: ['base', 'bind', 'kernel', 'track', 'engine'] },
  daemon: { modules: 'all above' },
  host: { modules: 'all above', packages: ['node:*', 'nodemailer'], valuesFrom: ['base'] },
  cli: { modules: 'all above', packages: ['commander'] },
}

/** The modules that one may import, in the order of the table. */
export function modulesFor(name: string): readonly string[] {
  const { modules } = table[name] ?? { modules: [] }
  const names = Object.keys(table)
  return modules === 'all above' ? names.slice(0, names.indexOf(name)) : modules
}

/** Packages that one file of their module has to itself. */
const soleUser: Readonly<Record<string, string>> = { diff: 'src/format/diff.ts', nodemailer: 'src/host/mailer.ts' }

interface Import {
  readonly specifier: string
  readonly typeOnly: boolean
  readonly line: number
}

const names = String.raw`(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?`
const statements = new RegExp(String.raw`^(?:import|export)\s+(type\s+)?(${names})\s*(?:from\s+)?'([^']+)'`, 'gm')
const calls = /\b(?:import|require)\s*\(\s*'([^']+)'/g
const onlyTypes = /^\{(?:\s*type\s[^,}]+,?)+\s*\}\s*$/

/** Every import of a file, re-exports too, read without a parser: formatted source has one shape. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text)
  const line = (match: RegExpExecArray) => lineAt(code, match.index)
  return [
    ...[...code.matchAll(statements)].map((match) => ({
      specifier: match[3] ?? '',
      typeOnly: match[1] !== undefined || onlyTypes.test(match[2] ?? ''),
      line: line(match),
    })),
    ...[...code.matchAll(calls)].map((match) => ({ specifier: match[1] ?? '', typeOnly: false, line: line(match) })),
  ]
}

export function moduleOf(path: string): string | undefined {
  return /^(?:src\/([^/]+)|(grammar))\//.exec(path)?.slice(1).find(Boolean)
}

/** The file that a relative import names. */
export function target(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier)
}

function isIndex(path: string): boolean {
  return /^(?:src\/[^/]+|grammar)\/index\.ts$/.test(path)
}

/** Modules import what the table says, and enter each other through index.ts. */
export const moduleImports = perFile(/^(?:src|grammar)\/.*\.ts$/, (file) => {
  const module = moduleOf(file.path) ?? ''
  const allowed = table[module]
  if (!allowed) return [{ path: file.path, line: 1, message: `${module} is no module of the table` }]
  return judge(file, (found) => {
    const { specifier } = found
    if (!specifier.startsWith('.')) return wrongPackage(file.path, specifier, allowed)
    const to = target(file.path, specifier)
    return moduleOf(to) === module ? undefined : wrongModule(module, to, found)
  })
})

function wrongPackage(path: string, specifier: string, { packages = [] }: Allowed): string | undefined {
  const kind = specifier.startsWith('node:') ? 'node:*' : specifier
  if (!packages.includes(specifier) && !packages.includes(kind)) return `may not import ${specifier}`
  const user = soleUser[specifier]
  return user !== undefined && user !== path ? `leaves ${specifier} to ${user}` : undefined
}

function wrongModule(from: string, to: string, { typeOnly }: Import): string | undefined {
  const module = moduleOf(to)
  const valuesFrom = table[from]?.valuesFrom
  if (module === undefined || !modulesFor(from).includes(module)) return `may not import ${module ?? to}`
  if (!isIndex(to)) return `imports ${to}; a module is entered through its index.ts`
  if (valuesFrom && !typeOnly && !valuesFrom.includes(module)) return `may import only types from ${module}`
  return undefined
}

/** Tests use modules as others do, except the one that they, or their support folder, are about; fixtures are data. */
export const testImports = perFile(/^(?:test|bench|soak|scripts)\/.*\.ts$/, (file) => {
  let subject = /^test\/support\/([^/]+)\//.exec(file.path)?.[1]
  return judge(file, ({ specifier }) => {
    const to = target(file.path, specifier)
    if (to.startsWith('test/fixtures/')) return `imports ${to}; fixtures are data, never code`
    const module = specifier.startsWith('.') ? moduleOf(to) : undefined
    if (module === undefined || isIndex(to)) return undefined
    if (file.path.endsWith('.test.ts')) subject ??= module
    return module === subject ? undefined : `imports ${to}; only a test of ${module} may pass by its index.ts`
  })
})

/** A module's index.ts is its contract: a comment and exports, nothing else. */
export const indexExportsOnly = perFile(/^(?:src\/[^/]+|grammar)\/index\.ts$/, ({ path, text }) => {
  const rest = withoutComments(text).replace(statements, '').trim()
  return rest === '' ? [] : [{ path, line: 1, message: `holds more than exports: ${rest.split('\n')[0]}` }]
})

function judge(file: SourceText, wrong: (found: Import) => string | undefined): Violation[] {
  return importsOf(file.text).flatMap((found) => {
    const message = wrong(found)
    return message === undefined ? [] : [{ path: file.path, line: found.line, message }]
  })
}

/** A file that nothing imports: a rule, kind or value that its index forgot. */
export const orphans: Rule = (files) => {
  const sources = files.filter((file) => /^(?:src|grammar)\/.*\.ts$/.test(file.path))
  const used = new Set(
    sources.flatMap(({ path, text }) => importsOf(text).map((found) => target(path, found.specifier))),
  )
  return sources
    .filter(({ path }) => !used.has(path) && !isIndex(path) && path !== 'src/cli/main.ts')
    .map(({ path }) => ({ path, line: 1, message: 'nothing imports it' }))
}
