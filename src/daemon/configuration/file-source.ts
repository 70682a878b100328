import type { SourceFile } from '../../base/index.ts'
import type { FilePort } from '../../expand/index.ts'
import type { Candidate } from './judge.ts'
import type { ConfigSource, Reading } from './source.ts'
import { textFiles } from './tree-files.ts'

type Compiled = Candidate & { readonly digest: string; readonly sources: readonly SourceFile[] }

/** The file of `kac daemon -f FILE`. */
export function fileSource(path: string, compile: (path: string, files?: FilePort) => Compiled): ConfigSource {
  return {
    label: path,
    path,
    read: async () => readingOf(compile(path)),
    reread: (texts) => ({ ...readingOf(compile(path, textFiles(texts))), recalled: true }),
  }
}

function readingOf(compiled: Compiled): Reading {
  const texts = new Map(compiled.sources.map(({ name, text }) => [name, { kind: 'text' as const, text }]))
  return { candidate: compiled, id: compiled.digest, texts }
}
