import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, positionOf } from '../src/base/index.ts'
import { compile, renderFindings } from '../src/lint/index.ts'
import { compare, compileFile, verdicts } from './support/language/corpus.ts'
import { memoryPorts } from './support/language/memory.ts'
import { needsShared, shared } from './support/language/shared.ts'

const configs = 'corpus/configs/'
const messages = 'reference/grammar/messages.json'

/** Files that kac judges otherwise than keepalived 2.4.3, and why. */
const otherwise: Readonly<Record<string, string>> = {
  '198-script-one-instance.conf': 'the script cannot run on that host, so keepalived does not come to its weight',
  '306-vmac-definitions-conditional.conf': 'an interface that is there on that host is no macvlan',
  '578-script-one-instance.conf': 'the script is not on that host; that it stands below its use is told here',
}

/** Lines that keepalived 2.4.3 flags and kac does not. */
const unmet: readonly string[] = []

describe('published configurations', needsShared(configs), () => {
  test('that keepalived finds no fault with have no error', () => {
    const wrong = verdicts()
      .filter(({ clean, file }) => clean && !(file in otherwise))
      .map((verdict) => ({ ...verdict, errors: compileFile(verdict).diagnostics.filter(isError) }))
      .flatMap(({ file, errors }) => (errors.length === 0 ? [] : [`${file}\n${renderFindings(errors)}`]))
    expect(wrong).toEqual([])
  }, 60_000)

  test('are judged as keepalived does, but for a few with their reasons', () => {
    const differing = verdicts()
      .map(compare)
      .filter(({ same }) => !same)
    expect(differing.map(({ verdict }) => verdict.file)).toEqual(Object.keys(otherwise))
  }, 60_000)

  test('have a finding on every line that keepalived flags, but for a few with their reasons', () => {
    const missed = verdicts()
      .map(compare)
      .flatMap(({ verdict, missed: flags }) => flags.map(({ line, message }) => `${verdict.file}:${line} ${message}`))
    expect(missed).toEqual(unmet)
  }, 60_000)

  test('have findings that point into their text', () => {
    for (const verdict of verdicts()) {
      for (const { span } of compileFile(verdict).diagnostics) {
        if (span) expect(positionOf(span.source, span.start).line).toBeGreaterThan(0)
      }
    }
  }, 60_000)

  test('and templates of such files are read to their end', () => {
    const folder = `${shared}corpus/templates/`
    for (const name of readdirSync(folder)) {
      const source = { name, text: readFileSync(folder + name, 'latin1') }
      expect(compile({ source }, memoryPorts(new Map())).sources).toContain(source)
    }
  }, 60_000)
})

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error'
}

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
  'dev nope': 'interfaces are those of the host',
  'iif nope': 'interfaces are those of the host',
  'track_interface {\n  nope': 'interfaces are those of the host',
  'vrf nope': 'unicast without an interface is not served yet, so there is no configuration',
  'net_namespace nope': 'network namespaces are those of the host, and the rest of the file is judged',
  'net_namespace a\nnet_namespace b': 'keepalived says nothing, and uses the first',
  'regex_options foo': 'keepalived says so in its log only',
  'interface_up_down_delays {\n eth0\n': 'keepalived says so in its log only',
  'lvs_sync_daemon eth0 inst\n': 'the option is left out, and the file is not refused for it',
  'include_check match read': 'the second word is taken as well, which is what was meant',
}

/** keepalived reports these as dropped and then refuses the file for what is missing. */
const refusedAfterAll =
  /virtual_router_id (?:0|256|x)|interface (?:averyveryverylongname|lo)|brd 1\.2\.3\.4|(?<!json_)version 3\n\}|strict_mode\n unicast_peer/

describe('mistakes that keepalived reports', needsShared(messages), () => {
  const isKnown = ({ input }: Message) => Object.keys(differences).some((part) => input.includes(part))
  const run = ({ input }: Message) => compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', input]])))

  test('have the outcome that they have there', () => {
    const rows: Message[] = JSON.parse(readFileSync(shared + messages, 'utf8'))
    const judged = rows.filter((row) => !isKnown(row)).map((row) => ({ ...row, ...run(row) }))
    const wrong = judged.filter(({ input, outcome, exit, config, diagnostics }) => {
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      const said = exit === 0 ? errors.length === 0 : diagnostics.length > 0
      const incomplete = diagnostics.some(
        ({ code, message }) => code === 'bind/missing-keyword' && message.startsWith('vrrp_instance'),
      )
      const refused = outcome === 'fatal' || exit === 2 || incomplete || refusedAfterAll.test(input)
      return !said || (refused && exit !== 0 && exit !== 139) !== (config === undefined && exit !== 139)
    })
    expect(wrong.map(({ input, outcome, exit }) => `${outcome} ${exit}: ${input}`)).toEqual([])
    expect(judged.length).toBeGreaterThan(500)
  })
})
