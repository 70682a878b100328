import { KacError, type Micros } from '../base/index.ts'
import type { Commit, Repository } from '../git/index.ts'
import type { Candidate } from './judge.ts'
import type { MemoryPort } from './ports.ts'
import type { ConfigSource, Reading } from './source.ts'

export interface RepositorySourceOptions {
  readonly repository: Repository
  readonly label: string
  /** Inside the repository; `{hostname}` stands for this host's name. */
  readonly path: string
  readonly hostname: string
  readonly pollEvery: Micros
  readonly compile: (path: string) => Candidate
  readonly memory: MemoryPort
}

const lastGood = 'last-good-commit'

/** The configuration at a path of the commit that a ref names. Remembers the last commit that was accepted. */
export function repositorySource(options: RepositorySourceOptions): ConfigSource {
  const { repository, memory, hostname } = options
  const path = options.path.replaceAll('{hostname}', hostname)
  if (path.split('/').includes('..')) throw new KacError('bad-path', `--path must stay inside the repository: ${path}`)

  function readingOf(commit: Commit): Reading {
    return { candidate: options.compile(`${commit.directory}/${path}`), id: commit.id, commit }
  }

  return {
    label: `${options.label}:${path}`,
    pollEvery: options.pollEvery,
    read: async () => readingOf(await repository.fetch()),
    readLastGood: async () => {
      const id = await memory.recall(lastGood)
      return id === undefined ? undefined : readingOf(await repository.open(id))
    },
    accepted: async ({ id }) => {
      await memory.remember(lastGood, id)
      await repository.keepOnly([id])
    },
  }
}
