import type { Format } from './format.ts'
import { gcc } from './gcc.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { junit } from './junit.ts'
import { sarif } from './sarif.ts'

export type { Format } from './format.ts'

/** By the names that `--format` takes, besides text and json. */
export const formats = { gcc, sarif, github, gitlab, junit } as const satisfies Readonly<Record<string, Format>>

export function isFormat(name: string): name is keyof typeof formats {
  return Object.hasOwn(formats, name)
}
