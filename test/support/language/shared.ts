import { existsSync } from 'node:fs'
import type { TestOptions } from 'vitest'

/** Facts and samples beside the checkout. They are not part of it, so tests that use them can be without. */
export const shared = new URL('../../../../shared/', import.meta.url).pathname

export function needsShared(part: string): TestOptions {
  return existsSync(shared + part) ? {} : { skip: true, meta: { skipReason: `needs ../shared/${part}` } }
}
