import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type Level, language } from '../../../grammar/index.ts'
import { caseFiles, rerun } from '../language/cases.ts'

const root = new URL('../../../', import.meta.url).pathname

/** Where the inputs of a target are kept that reach what others do not, and those that once broke something. */
export function corpusFolder(target: string): string {
  return `${root}test/fixtures/fuzz/${target}/`
}

/** What fuzzing starts from: the fixtures and examples of the language, and what earlier runs have kept. */
export function seeds(target: string): string[] {
  const cases = ['expand', 'bind', 'syntax', 'lint', 'fleet', 'format'].flatMap((folder) =>
    caseFiles(`fixtures/${folder}`).flatMap(({ path }) => inputsOf(path)),
  )
  const examples = texts(`${root}examples/`).filter((text) => text.length < 4096)
  return [...new Set([...cases, ...examples, ...texts(corpusFolder(target))])]
}

function inputsOf(path: string): string[] {
  const found: string[] = []
  rerun(path, ({ files }) => {
    found.push(files.get('main.conf') ?? '')
    return ''
  })
  return found
}

function texts(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(folder + name, 'utf8'))
}

/** Words that mean something: those of the table, and what expansion looks for. */
export function dictionary(): string[] {
  const special = [
    ...['{', '}', ' {\n', '\n}\n', '"', "'", '#', '!', '\\', '\\\n', '\n', '\r\n', '\t', ' ', '\0', '\ufeff', '\xe9'],
    ...['@lb1 ', '@^lb1 ', '@lb2 ', '@', '$A=', '$A', '${A}', '$A=a \\\n b\n', '${A', '$VRID=', '# kac-ignore '],
    ...['~SEQ(A,1,3) ', '~SEQx(A,1,255,2) ', '~SEQ(A,1000000000) ', '~LST({A,B},{1,2},{3}) ', '~LST(A,1,2) '],
    ...[
      'include a.conf\n',
      'include close.conf\n',
      'include open.conf\n',
      'include back.conf\n',
      'include main.conf\n',
    ],
    ...['includea *.conf\n', 'includeb {a,b}.conf\n', 'include d\n', 'include_check -read\n', '{{ a }}', '<% a %>'],
    ...['${_ENV SITE}', '${_RANDOM 1 2}', '${_INSTANCE}', '${_PWD}', '${_HASH}', '${_BANG}'],
    ...['192.0.2.1', '192.0.2.1/24', '2001:db8::1/64', '224.0.0.18', '1-3', '192.0.2.1-9', 'eth0', 'default', 'any'],
    ...['0', '1', '-1', '255', '256', '1.5', '0x1f', '010', '4294967295', '4294967296', '99999999999999999999', 'on'],
  ]
  return [...new Set([...special, ...wordsOf(language)])]
}

function wordsOf({ rows, blocks }: Level): string[] {
  const own = [...rows].flatMap(([keyword, row]) => {
    const type = row.kind === 'leaf' ? row.type : row.head
    return [keyword, ...(type.complete?.({ interfaces: ['eth0'], namesOf: () => [] }) ?? [])]
  })
  return [...own, ...[...blocks.values()].flatMap(wordsOf)].filter((word) => word !== '')
}
