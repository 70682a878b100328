/** Chance that can be had again: mulberry32. */
export class Chance {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }

  /** One of some, of which there is at least one. */
  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T
  }
}

type Mutation = (text: string, chance: Chance, words: readonly string[], other: string) => string

const mutations: readonly Mutation[] = [
  (text, chance, words) => replaced(text, chance.below(text.length + 1), 0, chance.of(words)),
  (text, chance, words) => replaced(text, chance.below(text.length + 1), 0, ` ${chance.of(words)} `),
  (text, chance) => replaced(text, chance.below(text.length), 1 + chance.below(8), ''),
  (text, chance) => replaced(text, chance.below(text.length), 1, String.fromCharCode(chance.below(256))),
  (text, chance, words) => onWord(text, chance, () => chance.of(words)),
  (text, chance) => onWord(text, chance, (word) => word + word),
  (text, chance) => onLines(text, chance, (lines, at) => lines.toSpliced(at, 1 + chance.below(4))),
  (text, chance) =>
    onLines(text, chance, (lines, at) => lines.toSpliced(at, 0, ...lines.slice(at, at + 1 + chance.below(4)))),
  (text, chance) =>
    onLines(text, chance, (lines, at) =>
      lines.with(at, chance.of(lines)).with(chance.below(lines.length), lines[at] ?? ''),
    ),
  (text, chance, _, other) => {
    const lines = other.split('\n')
    const from = chance.below(lines.length)
    return onLines(text, chance, (own, at) => own.toSpliced(at, 0, ...lines.slice(from, from + 1 + chance.below(12))))
  },
  (text, chance, _, other) =>
    text.slice(0, chance.below(text.length + 1)) + other.slice(chance.below(other.length + 1)),
]

/** A text somewhat like this one, with parts of another. */
export function mutated(text: string, other: string, words: readonly string[], chance: Chance): string {
  let made = text
  for (let left = 1 + chance.below(5); left > 0; left--) made = chance.of(mutations)(made, chance, words, other)
  return made
}

function replaced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length)
}

function onWord(text: string, chance: Chance, change: (word: string) => string): string {
  const words = [...text.matchAll(/[^\s{}]+/g)]
  if (words.length === 0) return text
  const { 0: word, index } = chance.of(words)
  return replaced(text, index, word.length, change(word))
}

function onLines(text: string, chance: Chance, change: (lines: string[], at: number) => string[]): string {
  const lines = text.split('\n')
  return change(lines, chance.below(lines.length)).join('\n')
}
