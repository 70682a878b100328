import { createTwoFilesPatch } from 'diff'

/** What formatting changes, as a unified diff. */
export function formatDiff(name: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(name, name, before, after, '', '', { context: 2 })
  return patch.replace(/^(?:Index: .*\n)?=+\n/, '').trimEnd()
}
