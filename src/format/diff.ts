import { createTwoFilesPatch } from 'diff'
import { withoutSecrets } from '../../grammar/index.ts'

/** What formatting changes, as a unified diff; secrets are blotted out. */
export function formatDiff(name: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(name, name, before, after, '', '', { context: 2 })
  const shown = patch.replace(/^(?:Index: .*\n)?=+\n/, '').trimEnd()
  return shown
    .split('\n')
    .map((line) => line.slice(0, 1) + withoutSecrets(line.slice(1)))
    .join('\n')
}
