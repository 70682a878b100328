import { describe, expect, test } from 'vitest'
import { type Leaf, type Level, language, type Row } from '../grammar/index.ts'
import {
  folder,
  hasDefault,
  lineOptions,
  lineReference,
  misread,
  missingOf,
  type Reference,
  rangeOf,
  read,
  reference,
  repeatOf,
  shown,
} from './support/language/reference.ts'
import { needsShared } from './support/language/shared.ts'

interface Known {
  readonly path: string
  readonly row: Row
}

/** All keywords of the table, by path. Options of lines are no keywords of their own. */
function known({ path, rows, blocks }: Level): Known[] {
  const below = (keyword: string) => (path === '' ? keyword : `${path}/${keyword}`)
  return [
    ...[...rows.values()].map((row) => ({ path: below(row.keyword), row })),
    ...[...blocks].filter(([keyword]) => rows.get(keyword)?.kind !== 'list').flatMap(([, inner]) => known(inner)),
  ]
}

const all = known(language)
const leaves = all.filter((one): one is Known & { readonly row: Leaf } => one.row.kind === 'leaf')

/** Where the table says otherwise on purpose, by fact and path, and why. */
const deviations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kind: { virtual_server_group: 'its lines are addresses, or begin with fwmark: a block with a row for other lines' },
  required: { 'bfd_instance/neighbour_ip': 'either spelling will do' },
  deprecated: { 'vrrp_instance/native_ipv6': 'nothing reports it, and another block says the same' },
  repeat: { 'global_defs/vrrp_rx_bufs_policy': 'a second line replaces the first' },
  default: {
    'global_defs/process_name': 'the name of the program, whatever that is',
    'global_defs/vrrp_process_name': 'process_names decides',
    'global_defs/checker_process_name': 'process_names decides',
    'global_defs/lvs_process_name': 'process_names decides',
    'global_defs/bfd_process_name': 'process_names decides',
    'global_defs/vrrp_rt_priority': 'none is the normal class',
    'global_defs/checker_rt_priority': 'none is the normal class',
    'global_defs/bfd_rt_priority': 'none is the normal class',
    'global_defs/iproute_usr_dir': 'known where names are looked up',
    'global_defs/iproute_etc_dir': 'known where names are looked up',
    'virtual_server/warmup': 'each check has a delay_loop of its own',
    'virtual_server/real_server/MISC_CHECK/user': 'known where scripts run',
    'virtual_server/real_server/DNS_CHECK/name': 'the root is a dot',
  },
  words: {
    'global_defs/lvs_timeouts': 'a name without its number sets nothing',
  },
  missing: {
    'virtual_server/real_server/notify_up': 'that no argument is added is about the program',
    'virtual_server/real_server/notify_down': 'that no argument is added is about the program',
  },
}

function deviates(fact: string, path: string): boolean {
  return deviations[fact]?.[path] !== undefined
}

/** What a row and the reference say of one fact, for all rows where they have to agree. */
function agree<K extends Known>(
  fact: string,
  rows: readonly K[],
  ours: (one: K) => unknown,
  theirs: (fact: Reference) => unknown,
) {
  const facts = reference()
  const told = rows.flatMap((one): [own: unknown, said: unknown][] => {
    const { path } = one
    const other = facts.get(path)
    if (!other) return []
    const tell = (value: unknown) => `${path}: ${JSON.stringify(value) ?? 'nothing'}`
    const [own, said] = [tell(ours(one)), tell(theirs(other))]
    // A deviation that is none any more has to go.
    return deviates(fact, path) ? [[own === said, false]] : [[own, said]]
  })
  expect(told.map(([own]) => own)).toEqual(told.map(([, said]) => said))
}

describe('the table and the reference', needsShared(folder), () => {
  test('have the same keywords', () => {
    expect(all.map(({ path }) => path).sort()).toEqual([...reference().keys()].sort())
  })

  test('agree on the kind of each row', () => {
    agree(
      'kind',
      all,
      ({ row }) => row.kind,
      ({ kind }) => kind,
    )
  })

  test('agree on releases, what is needed and what is touched', () => {
    agree(
      'since',
      all,
      ({ row }) => row.facts.since,
      ({ since }) => since.replace(' or earlier', ''),
    )
    agree(
      'feature',
      all,
      ({ row }) => row.facts.feature,
      ({ feature }) => feature,
    )
    agree(
      'touches',
      all,
      ({ row }) => [...(row.facts.touches ?? [])].sort(),
      ({ touches }) => [...touches].sort(),
    )
  })

  test('agree on what is needed, what is old, and what a missing word does', () => {
    agree(
      'required',
      all,
      ({ row }) => row.facts.required === true,
      ({ required }) => required,
    )
    agree(
      'deprecated',
      all,
      ({ row }) => row.facts.deprecated,
      ({ deprecated }) => deprecated,
    )
    const said = all.filter(({ path }) => missingOf(reference().get(path)) !== undefined)
    agree('missing', said, ({ row }) => row.facts.missing ?? 'fatal', missingOf)
  })

  test('agree on which of several counts', () => {
    agree(
      'repeat',
      all,
      ({ row }) => repeatOf(row),
      ({ on_repeat: repeat }) => (repeat === 'first' ? 'error' : repeat),
    )
  })

  test('agree on the fewest and the most words, where the table takes no more', () => {
    agree(
      'words',
      leaves,
      ({ row }) => row.type.arity[0],
      ({ args }) => args.filter(({ optional }) => !optional).length,
    )
    const facts = reference()
    const short = leaves.filter(({ path, row }) => {
      const { args = [] } = facts.get(path) ?? {}
      // Any word after it means on, which is worth saying.
      return row.type.arity[1] < args.length && path !== 'vrrp_instance/skip_check_adv_addr'
    })
    expect(short.map(({ path }) => path)).toEqual([])
  })

  test('agree on defaults', () => {
    const facts = reference()
    const wrong = leaves.filter(({ path, row }) => {
      const fact = facts.get(path)
      return fact && !deviates('default', path) && hasDefault(row, fact.default) === false
    })
    expect(wrong.map(({ path, row }) => `${path} ${shown(row)}: ${facts.get(path)?.default}`)).toEqual([])
  })

  test('agree on what a bad value leaves', () => {
    const facts = reference()
    const fallBack = leaves.filter(({ path }) => facts.get(path)?.on_bad === 'default')
    const without = fallBack.filter(({ path, row }) => {
      const value = row.facts.bad ?? read(row.type, 'nonsense').value
      return value === undefined && !deviates('bad', path)
    })
    expect(without.map(({ path }) => path)).toEqual([])
  })

  test('take the same numbers and no others', () => {
    const facts = reference()
    const wrong = leaves.flatMap(({ path, row }) => {
      const range = rangeOf(facts.get(path))
      return range ? misread(row.type, range).map((text) => `${path} ${text}`) : []
    })
    expect(wrong).toEqual([])
  })

  test('take the same words and no others', () => {
    const facts = reference()
    const wrong = leaves.flatMap(({ path, row }) => {
      const [{ values = [], type = '' } = {}, ...others] = facts.get(path)?.args ?? []
      if (values.length === 0 || !/^(?:word|bool)/.test(type) || !others.every(({ optional }) => optional)) return []
      const refused = values.filter((word) => read(row.type, word).codes.length > 0 && !/ /.test(word))
      const taken = read(row.type, 'nonsense').codes.length === 0 ? ['nonsense'] : []
      return [...refused, ...taken].map((word) => `${path} ${word}`)
    })
    expect(wrong).toEqual([])
  })
})

describe('the table', () => {
  test('has documentation for every row, in a sentence', () => {
    const poor = all.filter(({ row }) => !/^[A-Z0-9].{10,}\.$/s.test(row.facts.doc))
    expect(poor.map(({ path }) => path)).toEqual([])
  })

  test('names no keyword twice in a block', () => {
    const seen = all.map(({ path }) => path)
    expect(seen.filter((path, index) => seen.indexOf(path) !== index)).toEqual([])
  })
})

describe('options of lines and the reference', needsShared(lineReference), () => {
  test.for([
    ['2. Address line', ['static_ipaddress', 'vrrp_instance/virtual_ipaddress']],
    ['3. Route line', ['static_routes']],
    ['4. Rule line', ['static_rules']],
  ] as const)('%s: has the same words, of the same releases', ([title, paths]) => {
    const ours = new Map(paths.flatMap((path) => optionsOf(path).map((row) => [row.keyword, row.facts.since] as const)))
    const theirs = lineOptions(title)
    // lock stands before a value, and what as is for does not exist any more.
    for (const word of ['lock', 'as [to] X']) theirs.delete(word)
    expect([...theirs].map(([word, since]) => `${word} ${since}`)).toEqual(
      [...theirs.keys()].map((word) => `${word} ${ours.get(word) ?? 'not there'}`),
    )
  })
})

/** The options of a list, by its path. */
function optionsOf(path: string): Row[] {
  const level = path.split('/').reduce<Level | undefined>((inner, keyword) => inner?.blocks.get(keyword), language)
  return [...(level?.rows.values() ?? [])]
}
