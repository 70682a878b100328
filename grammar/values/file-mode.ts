import { parseCInteger } from './int.ts'
import { integer } from './json.ts'
import type { ValueType } from './value.ts'

const bits: Readonly<Record<string, number>> = {
  IRUSR: 0o400,
  IWUSR: 0o200,
  IXUSR: 0o100,
  IRWXU: 0o700,
  IRGRP: 0o040,
  IWGRP: 0o020,
  IXGRP: 0o010,
  IRWXG: 0o070,
  IROTH: 0o004,
  IWOTH: 0o002,
  IXOTH: 0o001,
  IRWXO: 0o007,
}

/** Permissions, as a number in C notation or as names joined by `|`. */
export function fileMode(): ValueType<number> {
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [word] = words
      const written = words.map(({ text: part }) => part).join('')
      const value = parseCInteger(written) ?? sum(written.split('|'))
      if (word && value !== undefined && value >= 0 && value <= 0o777) return value
      if (word)
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: written, choices: Object.keys(bits) }, word)
      return undefined
    },
    print: (value) => `0${value.toString(8)}`,
    describe: () => 'a number such as 0177, or names of permissions such as IRWXO|IRWXG',
    complete: () => Object.keys(bits),
    json: () => integer(0, 0o777),
  }
}

function sum(names: readonly string[]): number | undefined {
  const values = names.map((name) => bits[name.trim()])
  return values.reduce((total, value) => (total === undefined || value === undefined ? undefined : total | value), 0)
}
