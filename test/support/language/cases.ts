import { readdirSync, readFileSync } from 'node:fs'

/**
 * A file of cases: `== title`, an input, `----`, and what comes of it. The input may go on in further files, each after
 * a line `>> name`. What comes of it is compared with the file itself, so `vitest -u` writes it.
 */
export interface Case {
  readonly title: string
  /** As written, to be written again. */
  readonly input: string
  /** The first is `main.conf`. */
  readonly files: ReadonlyMap<string, string>
  readonly expected: string
}

export function caseFiles(folder: string): { readonly name: string; readonly path: string }[] {
  const base = new URL(`../../${folder}/`, import.meta.url).pathname
  return readdirSync(base)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({ name: name.slice(0, -4), path: base + name }))
}

/** The text of a file of cases with what `run` gives for each in place of what is expected. */
export function rerun(path: string, run: (one: Case) => string): string {
  const text = readFileSync(path, 'utf8')
  return text
    .split(/^(?=== )/m)
    .map((part) => (part.startsWith('== ') ? rewritten(parse(part), run) : part))
    .join('\n')
    .replace(/\n{3,}(?=== )/g, '\n\n')
}

function parse(part: string): Case {
  const [, title = '', rest = ''] = /^== ([^\n]*)\n(.*)$/s.exec(part) ?? []
  const [input = '', expected = ''] = rest.split(/^----\n/m)
  const [main = '', ...others] = input.split(/^>> /m)
  const files = others.map((file) => {
    const end = file.indexOf('\n')
    return [file.slice(0, end), file.slice(end + 1)] as const
  })
  return { title, input, files: new Map([['main.conf', main], ...files]), expected }
}

function rewritten(one: Case, run: (one: Case) => string): string {
  const result = run(one).replace(/\n+$/, '')
  return `== ${one.title}\n${one.input}----\n${result}${result === '' ? '' : '\n'}`
}
