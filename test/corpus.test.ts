import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, positionOf } from '../src/base/index.ts'
import { hostExpandEnv, hostFiles } from '../src/host/index.ts'
import { type Compiled, compile, renderFindings } from '../src/lint/index.ts'
import { memoryPorts } from './support/language/memory.ts'
import { needsShared, shared } from './support/language/shared.ts'

interface Verdict {
  readonly file: string
  readonly configId: string | undefined
  readonly clean: boolean
}

const configs = 'corpus/configs/'
const messages = 'reference/grammar/messages.json'

/** What keepalived 2.4.3 says of each published file, on a complete host. */
function verdicts(): Verdict[] {
  const rows = readFileSync(`${shared}corpus/oracle.tsv`, 'utf8').trim().split('\n').slice(1)
  return rows
    .map((row) => row.split('\t'))
    .filter(([, version]) => version === '2.4.3')
    .map(([file = '', , id, , , verdict]) => ({
      file,
      configId: id === '-' ? undefined : id,
      clean: verdict === 'clean' || verdict === 'environment',
    }))
}

function compiled({ file, configId }: Verdict): Compiled {
  return compile({ path: shared + configs + file }, { files: hostFiles, env: hostExpandEnv(configId) })
}

function isPending({ code }: Diagnostic): boolean {
  return code === 'bind/not-supported-yet'
}

/** Findings that keepalived has too; what kac finds beyond is its own rules' and what it cannot do yet. */
function counted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(
    (found) => !isPending(found) && !/^(?:lint|security)\/|include-missing|ignored-text|extra-words/.test(found.code),
  )
}

describe('published configurations', needsShared(configs), () => {
  test('that keepalived finds no fault with have no error', () => {
    const wrong = verdicts()
      .filter(({ clean }) => clean)
      .map((verdict) => ({ ...verdict, errors: compiled(verdict).diagnostics.filter((d) => d.severity === 'error') }))
      .flatMap(({ file, errors }) => (errors.every(isPending) ? [] : [`${file}\n${renderFindings(errors)}`]))
    expect(wrong).toEqual([])
  }, 60_000)

  test('are judged as keepalived does where kac supports all that is in them', () => {
    const judged = verdicts()
      .map((verdict) => ({ ...verdict, found: compiled(verdict).diagnostics }))
      .filter(({ found }) => !found.some(isPending))
    const differing = judged.filter(({ clean, found }) => clean !== (counted(found).length === 0))
    expect(differing.map(({ file }) => file)).toEqual([])
    expect(judged.length).toBeGreaterThan(40)
  }, 60_000)

  test('have findings that point into their text', () => {
    for (const verdict of verdicts()) {
      for (const { span } of compiled(verdict).diagnostics) {
        if (span) expect(positionOf(span.source, span.start).line).toBeGreaterThan(0)
      }
    }
  }, 60_000)

  test('and templates of such files are told as such, where they leave a mark', () => {
    const folder = `${shared}corpus/templates/`
    const names = readdirSync(folder).filter((name) => !/\.(?:tsv|other)$/.test(name))
    const missed = names.filter((name) => {
      const source = { name, text: readFileSync(folder + name, 'latin1') }
      const { diagnostics } = compile({ source }, memoryPorts(new Map()))
      return diagnostics.length !== 1 || diagnostics[0]?.code !== 'lint/template'
    })
    // These have only plain names to fill in, which people leave in configurations as well.
    expect(missed).toEqual(['t21-one-instance.mustache', 't24-one-instance.shell', 't37-script-one-instance.shell'])
  }, 60_000)

  test('are not taken for templates themselves', () => {
    const taken = verdicts().filter((one) => compiled(one).diagnostics.some(({ code }) => code === 'lint/template'))
    expect(taken.map(({ file }) => file)).toEqual([])
  }, 60_000)
})

interface Message {
  readonly input: string
  readonly outcome: 'fatal' | 'drop' | 'default' | 'clamp' | 'warn'
  readonly exit: number
}

/** Inputs that kac judges otherwise, and why. */
const differences: Readonly<Record<string, string>> = {
  'includer /tmp': 'there is no such directory in the test',
  'smtp_server nosuch.invalid': 'names are not looked up',
  'script_user nosuchuser': 'users are those of the host',
  'interface nope': 'interfaces are those of the host',
  '10.99.0.9 dev nope': 'interfaces are those of the host',
  'include_check match read': 'the second word is taken as well, which is what was meant',
}

/** keepalived reports these as dropped and then refuses the file for what is missing. */
const refusedAfterAll =
  /virtual_router_id (?:0|256|x)|interface (?:averyveryverylongname|lo)|brd 1\.2\.3\.4|version 3\n\}/

describe('mistakes that keepalived reports', needsShared(messages), () => {
  const isKnown = ({ input }: Message) => Object.keys(differences).some((part) => input.includes(part))
  const run = ({ input }: Message) => compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', input]])))

  test('have the outcome that they have there, where kac supports what is in them', () => {
    const rows: Message[] = JSON.parse(readFileSync(shared + messages, 'utf8'))
    const judged = rows
      .filter((row) => !isKnown(row))
      .map((row) => ({ ...row, ...run(row) }))
      .filter(({ diagnostics }) => !diagnostics.some(isPending))
    const wrong = judged.filter(({ input, outcome, exit, config, diagnostics }) => {
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      const said = exit === 0 ? errors.length === 0 : diagnostics.length > 0
      const incomplete = diagnostics.some(({ code }) => code === 'bind/missing-keyword')
      const refused = outcome === 'fatal' || exit === 2 || incomplete || refusedAfterAll.test(input)
      return !said || (refused && exit !== 0 && exit !== 139) !== (config === undefined && exit !== 139)
    })
    expect(wrong.map(({ input, outcome, exit, diagnostics }) => ({ input, outcome, exit, diagnostics }))).toEqual([])
    expect(judged.length).toBeGreaterThan(200)
  })
})
