/** Follows a git repository: brings commits to the host and says which is current. Never judges what is in them. */
export { type Commit, Repository, type RepositoryOptions } from './repository.ts'
