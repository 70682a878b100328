import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceText } from './source.ts'

const parts = ['grammar', 'src', 'native', 'test', 'bench', 'soak', 'scripts', 'examples']
const read = /\.(?:ts|cc|h|sh)$/
const built = /^native\/build\//

/** The project's files. Fixtures are listed, not read: they are data. */
export function readTree(root: string): SourceText[] {
  return parts.flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
      .filter((path) => !built.test(path))
      .map((path) => ({ path, text: isRead(path) ? readFileSync(join(root, path), 'utf8') : '' })),
  )
}

function isRead(path: string): boolean {
  return read.test(path) && !path.startsWith('test/fixtures/')
}
