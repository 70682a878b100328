import { parseCInteger } from '../../grammar/index.ts'

/** A repetition: each pass sets the names anew. */
export interface Sequence {
  readonly names: readonly string[]
  readonly passes: number
  /** The values of a pass, in the order of the names. */
  values(pass: number): readonly string[]
}

/** Most bytes that keepalived reads of the numbers of a sequence. */
const NUMBERS_MAX = 62

/** What stands in the parentheses of `~SEQ` or `~SEQx`; a string says what is wrong with it. */
export function parseSequence(inside: string, hexadecimal: boolean): Sequence | string {
  const [name = '', ...parts] = inside.split(',').map((part) => part.trim())
  if (name === '' || /[{}]/.test(name)) return 'a name is needed before the numbers'
  if (parts.length < 1 || parts.length > 3) return 'one to three numbers are needed after the name'
  if (inside.length - inside.indexOf(',') - 1 > NUMBERS_MAX) return `its numbers take more than ${NUMBERS_MAX} bytes`
  const numbers: number[] = []
  for (const part of parts) {
    const number = part === '' ? 0 : parseCInteger(part)
    if (number === undefined || !Number.isSafeInteger(number)) return `"${part}" is not a whole number`
    numbers.push(number)
  }
  return counted(name, bounds(numbers), hexadecimal)
}

interface Bounds {
  readonly start: number
  readonly step: number
  readonly end: number
}

/** END, or START and END, or START, STEP and END. A step that is not given is one towards the end. */
function bounds([first = 0, second, third]: readonly number[]): Bounds {
  const end = third ?? second ?? first
  const start = second === undefined ? (end < 0 ? -1 : 1) : first
  return { start, end, step: third === undefined ? (end < start ? -1 : 1) : (second ?? 0) }
}

function counted(name: string, { start, step, end }: Bounds, hexadecimal: boolean): Sequence | string {
  if (step === 0 || (end - start) * step < 0) return 'its step does not lead to its end'
  if (hexadecimal && (start < 0 || end < 0)) return 'hexadecimal sequences have no negative numbers'
  return {
    names: [name],
    passes: Math.floor((end - start) / step) + 1,
    values: (pass) => [(start + pass * step).toString(hexadecimal ? 16 : 10)],
  }
}

const item = /[ \t]*(?:\{([^{}()]*)\}|([^ \t,{}()]*))[ \t]*(,|$)/y

/** What stands in the parentheses of `~LST`: a name or a set of names, then a value or a set of values for each pass. */
export function parseList(inside: string): Sequence | string {
  const items: string[][] = []
  item.lastIndex = 0
  for (let more = true; more; ) {
    const found = item.exec(inside)
    if (!found) return 'a value may not hold a blank or a brace'
    const [, set, single = '', separator] = found
    items.push(set === undefined ? [single] : set.split(',').map((value) => value.trim()))
    more = separator === ','
  }
  const [names = [], ...values] = items
  if (names.some((name) => name === '')) return 'a name is needed before the values'
  if (values.length === 0) return 'values are needed after the name'
  if (values.some((set) => set.length > names.length)) return 'a set has more values than there are names'
  return {
    names,
    passes: values.length,
    values: (pass) => names.map((_, index) => values[pass]?.[index] ?? ''),
  }
}
