import { KacError, type Micros } from '../../base/index.ts'
import type { FilePort } from '../../expand/index.ts'
import type { Commit, Repository } from '../../git/index.ts'
import type { MemoryPort } from '../ports.ts'
import type { Candidate } from './judge.ts'
import { type LastGood, recallLastGood, rememberLastGood } from './last-good.ts'
import type { ConfigSource, Reading } from './source.ts'
import { compileTree, textFiles } from './tree-files.ts'

export interface RepositorySourceOptions {
  readonly repository: Repository
  readonly label: string
  /** Inside the repository; `{hostname}` stands for this host's name. */
  readonly path: string
  readonly hostname: string
  readonly pollEvery: Micros
  readonly compile: (path: string, files: FilePort) => Candidate
  /** Across reboots. */
  readonly memory: MemoryPort
}

/**
 * The configuration at a path of the commit that a ref names. Remembers the texts of the last commit that was accepted,
 * so that a host starts with them whatever has become of its repository.
 */
export function repositorySource(options: RepositorySourceOptions): ConfigSource {
  const { repository, memory, hostname, compile } = options
  const path = options.path.replaceAll('{hostname}', hostname)
  if (path.split('/').includes('..')) throw new KacError('bad-path', `--path must stay inside the repository: ${path}`)
  const label = `${options.label}:${path}`
  let newest: (LastGood & { readonly commit: Commit; readonly reading: Reading }) | undefined

  return {
    label,
    pollEvery: options.pollEvery,
    read: () =>
      repository.fetch(async (commit, tree) => {
        if (newest?.commit.id === commit.id) return newest.reading
        const { result: candidate, texts } = await compileTree(tree, (files) => compile(path, files))
        newest = { commit, texts, reading: { candidate, id: commit.id, commit } }
        return newest.reading
      }),
    readLastGood: async () => {
      const known = await recallLastGood(memory, label)
      if (!known?.commit) return undefined
      const { commit, texts } = known
      return { candidate: compile(path, textFiles(texts)), id: commit.id, commit }
    },
    accepted: async ({ id }) => {
      if (newest?.commit.id === id) await rememberLastGood(memory, label, newest)
    },
  }
}
