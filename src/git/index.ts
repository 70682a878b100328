/** Follows a git repository: says which commit is current and reads its files. Never judges what is in them. */
export { type Commit, Repository, type RepositoryOptions } from './repository.ts'
export type { Tree, TreeEntry } from './tree.ts'
