import { simpleGit } from 'simple-git'
import { KacError } from '../base/index.ts'

export interface RepositoryOptions {
  readonly url: string
  /** Branch, tag or commit. */
  readonly ref: string
  /** An existing directory of kac's own; holds the mirror and the work trees. */
  readonly directory: string
  /** Gives up on a git command that says nothing for so long. */
  readonly timeoutMillis: number
}

export interface Commit {
  readonly id: string
  readonly author: string
  readonly subject: string
  /** Where its files lie; they stay until `keepOnly` leaves the commit out. */
  readonly directory: string
}

/** Kept of the operator's own environment; whatever else begins with GIT_ does not reach git. */
const allowEnvironment = ['GIT_TERMINAL_PROMPT', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO']

/**
 * Follows one ref of a repository through a bare mirror. Every commit gets a work tree of its own, so that the files
 * of the configuration in force never change under a reader. Nothing of the repository is executed: a fetch brings
 * neither hooks nor filters nor configuration, and submodules are not followed.
 */
export class Repository {
  readonly #options: RepositoryOptions
  readonly #mirror: string

  /** Throws KacError `git-bad-option` for a URL or ref that git would take for an option. */
  constructor(options: RepositoryOptions) {
    for (const value of [options.url, options.ref]) {
      if (value === '' || value.startsWith('-'))
        throw new KacError('git-bad-option', `not a repository or ref: "${value}"`)
    }
    this.#options = options
    this.#mirror = `${options.directory}/mirror.git`
  }

  /** The commit that the ref names now. Throws KacError `git-unreachable`, `git-no-ref` or `git-failed`. */
  async fetch(): Promise<Commit> {
    const { url, ref, directory } = this.#options
    await this.#git(directory, ['init', '--quiet', '--bare', this.#mirror])
    await this.#git(this.#mirror, ['fetch', '--quiet', '--no-tags', '--force', url, `${ref}:refs/kac/next`])
    const id = await this.#git(this.#mirror, ['rev-parse', '--verify', 'refs/kac/next^{commit}'])
    return this.open(id.trim())
  }

  /** A commit that was fetched before; needs no network. */
  async open(id: string): Promise<Commit> {
    const directory = this.#treeOf(id)
    if (!(await this.#trees()).includes(directory)) {
      await this.#git(this.#mirror, ['worktree', 'add', '--quiet', '--force', '--force', '--detach', directory, id])
    }
    // A tree cut short by a crash, or touched by hand, is put right before anyone reads it.
    await this.#git(directory, ['reset', '--quiet', '--hard', id])
    await this.#git(directory, ['clean', '--quiet', '-ffdx'])
    const [author = '', subject = ''] = (await this.#git(directory, ['log', '-1', '--format=%an%n%s', id])).split('\n')
    return { id, author, subject, directory }
  }

  /** Removes the work trees of all other commits. */
  async keepOnly(ids: readonly string[]): Promise<void> {
    const kept = ids.map((id) => this.#treeOf(id))
    for (const tree of await this.#trees()) {
      if (!kept.includes(tree)) await this.#git(this.#mirror, ['worktree', 'remove', '--force', '--force', tree])
    }
  }

  #treeOf(id: string): string {
    return `${this.#options.directory}/commits/${id}`
  }

  async #trees(): Promise<string[]> {
    await this.#git(this.#mirror, ['worktree', 'prune'])
    const list = await this.#git(this.#mirror, ['worktree', 'list', '--porcelain'])
    const prefix = `worktree ${this.#treeOf('')}`
    return list.split('\n').flatMap((line) => (line.startsWith(prefix) ? [line.slice('worktree '.length)] : []))
  }

  async #git(baseDir: string, command: readonly string[]): Promise<string> {
    const git = simpleGit({
      baseDir,
      timeout: { block: this.#options.timeoutMillis },
      allowEnvironment,
      unsafe: { allowUnsafeSshCommand: true },
    })
    try {
      return await git.raw([...command])
    } catch (cause) {
      throw explained(cause instanceof Error ? cause : new Error(String(cause)), this.#options)
    }
  }
}

function explained(cause: Error, { url, ref }: RepositoryOptions): KacError {
  const said = cause.message
    .replace(/^(fatal|error): /gm, '')
    .trim()
    .split('\n')[0]
  if (/couldn't find remote ref|Needed a single revision|not our ref/.test(cause.message)) {
    return new KacError('git-no-ref', `${url} has no "${ref}"`, { cause })
  }
  if (/Could not read from remote|unable to access|does not appear to be a git|timeout/i.test(cause.message)) {
    return new KacError('git-unreachable', `cannot fetch from ${url}: ${said}`, { cause })
  }
  return new KacError('git-failed', `git failed on ${url}: ${said}`, { cause })
}
