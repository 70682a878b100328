import { forbid, lineAt, perFile } from './source.ts'

const typescript = /\.ts$/
/** grammar/ and src/, except where the outside world is met. */
const inner = /^(?:grammar|src\/(?!host\/)[^/]+)\/.*\.ts$/
const innerButCli = /^(?:grammar|src\/(?!host\/|cli\/)[^/]+)\/.*\.ts$/

/** Time and chance are arguments everywhere but in the host. */
export const timeAndChance = forbid(
  inner,
  /\b(?:Date\.now|performance\.now|Math\.random|setTimeout|setInterval|setImmediate)\b|\bnew Date\(\)/g,
  (found) => `names ${found}; time and chance are arguments outside src/host`,
)

export const noProcess = forbid(
  innerButCli,
  /(?<![.\w])(?:globalThis\.)?process\s*(?:\.|\[)/g,
  () => 'names process, which only src/host and src/cli may',
)

export const noAny = forbid(typescript, /(?<![.\w])any(?![\w(:])/g, () => 'uses the type any')

export const noSilencedErrors = forbid(
  typescript,
  /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}/g,
  () => 'swallows errors: nobody catches what they cannot name',
)

/** Spelt so that this file does not hold them. */
const reminders = new RegExp(
  [
    `\\b(?:TO${''}DO|FIX${''}ME|XX${''}X|HA${''}CK)\\b`,
    `not ${''}implemented`,
    `\\b[Ff]or ${''}now\\b`,
    `place${''}holder`,
  ].join('|'),
  'g',
)
const silenced = new RegExp(`@ts-${''}ignore|@ts-${''}expect-error|biome-${''}ignore`, 'g')
const focused = /\b(?:it|test|describe)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/g

function forbidText(paths: RegExp, pattern: RegExp, message: string) {
  return perFile(paths, ({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      message: `${message}: ${match[0]}`,
    })),
  )
}

export const noReminders = forbidText(/\.(?:ts|cc|h|sh)$/, reminders, 'a reminder was left')
export const noSilencedChecks = forbidText(typescript, silenced, 'a check is silenced')
export const noSkippedTests = forbid(/\.test\.ts$/, focused, (found) => `skips or focuses tests: ${found}`)
