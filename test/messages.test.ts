import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, positionOf } from '../src/base/index.ts'
import { type Compiled, compile } from '../src/lint/index.ts'
import { counted } from './support/language/corpus.ts'
import { memoryPorts } from './support/language/memory.ts'
import { outcomes } from './support/language/outcomes.ts'
import { needsShared, shared } from './support/language/shared.ts'

const messages = 'reference/grammar/messages.json'

interface Message {
  readonly input: string
  readonly outcome: 'fatal' | 'drop' | 'default' | 'clamp' | 'warn'
  readonly exit: number
}

/** Parts of inputs that kac judges otherwise, and why. */
const differences: Readonly<Record<string, string>> = {
  'includer /tmp': 'there is no such directory in the test',
  nosuch: 'names are not looked up, and users are those of the host',
  'startup_script /usr/bin/true': 'whether scripts may run as root is a rule of its own',
  ' notify /usr/bin/true\n}': 'whether scripts may run as root is a rule of its own',
  'misc_path /usr/bin/true\n  }': 'whether scripts may run as root is a rule of its own',
  '/nonexistent': 'directories are those of the host',
  '/etc/passwd': 'files are those of the host',
  'vrrp_cpu_affinity 0 99': 'processors are those of the host',
  nope: 'what there is not on a host is told with --on-host',
  'vrrp_ipsets a a': 'the second set of a name is told when it is made',
  'net_namespace a\nnet_namespace b': 'keepalived says nothing, and uses the first',
  'group NOGROUP': 'keepalived says so in its log only',
  'regex_options foo': 'keepalived says so in its log only',
  'interface_up_down_delays {\n eth0\n': 'keepalived says so in its log only',
}

/** keepalived reports these as dropped and then refuses the file for what is missing. */
const refusedAfterAll =
  /virtual_router_id (?:0|256|x)|interface (?:averyveryverylongname|lo)|brd 1\.2\.3\.4|(?<!json_)version 3\n\}|strict_mode\n unicast_peer/

function read(input: string): Compiled {
  return compile({ path: 'main.conf' }, memoryPorts(new Map([['main.conf', input]])))
}

describe('mistakes that keepalived reports', needsShared(messages), () => {
  const all = (): Message[] => JSON.parse(readFileSync(shared + messages, 'utf8'))
  const rows = () => all().filter(({ input }) => !Object.keys(differences).some((part) => input.includes(part)))

  test('have the outcome that they have there', () => {
    const wrong = rows().filter(({ input, outcome, exit }) => {
      const { config, diagnostics } = read(input)
      const told =
        exit === 0 ? diagnostics.every(({ severity }) => severity !== 'error') : counted(diagnostics).length > 0
      const incomplete = diagnostics.some(
        ({ code, message }) => code === 'bind/missing-keyword' && message.startsWith('vrrp_instance'),
      )
      const refused = outcome === 'fatal' || exit === 2 || incomplete || refusedAfterAll.test(input)
      return !told || (refused && exit !== 0 && exit !== 139) !== (config === undefined && exit !== 139)
    })
    expect(wrong.map(({ input, outcome, exit }) => `${outcome} ${exit}: ${input}`)).toEqual([])
    expect(rows().length).toBeGreaterThan(500)
  })

  test.for(outcomes)('%j leaves %s at %j', ([part, path, value]) => {
    const [row, ...others] = all().filter(({ input }) => input.includes(part))
    expect(others).toEqual([])
    const { config } = read(row?.input ?? '')
    expect(path.split('.').reduce<unknown>(inner, values(config))).toEqual(value)
  })

  test('leave nothing behind where a line is dropped, but for what is listed', () => {
    const isListed = ({ input }: Message) => outcomes.some(([part]) => input.includes(part))
    const wrong = rows()
      .filter((row) => row.outcome === 'drop' && !isListed(row))
      .map(({ input }) => ({ input, ...read(input) }))
      .filter(({ config, input, diagnostics }) => {
        const without = read(withoutLines(input, diagnostics)).config
        return config !== undefined && JSON.stringify(values(config)) !== JSON.stringify(values(without))
      })
    expect(wrong.map(({ input }) => input)).toEqual([])
  })
})

/** A configuration without where things were written. */
function values(config: unknown): unknown {
  return JSON.parse(
    JSON.stringify(config ?? null, (key, value) => (['at', 'end', 'spans'].includes(key) ? undefined : value)),
  )
}

function inner(value: unknown, key: string): unknown {
  return (value as Record<string, unknown> | undefined)?.[key]
}

/** An input without the lines that findings are at, each with its block. */
function withoutLines(input: string, diagnostics: readonly Diagnostic[]): string {
  const flagged = new Set(
    counted(diagnostics).flatMap(({ span }) => (span ? [positionOf(span.source, span.start).line] : [])),
  )
  let open = 0
  return input
    .split('\n')
    .filter((line, index) => {
      const opens = line.split('{').length - line.split('}').length
      const inside = open > 0
      const isLeftOut = !inside && flagged.has(index + 1) && opens >= 0
      if (inside || isLeftOut) open += opens
      return !inside && !isLeftOut
    })
    .join('\n')
}
