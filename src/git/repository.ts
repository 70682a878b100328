import { simpleGit } from 'simple-git'
import { KacError, printable } from '../base/index.ts'
import { parseTree, type Tree } from './tree.ts'

export interface RepositoryOptions {
  readonly url: string
  /** Branch, tag or commit. */
  readonly ref: string
  /** An existing directory of kac's own; holds the mirror. */
  readonly directory: string
  /** Begins to count when it is called: all that one fetch may take. */
  readonly limit: () => AbortSignal
  /** Removes a directory and all in it. */
  readonly remove: (directory: string) => Promise<void>
}

export interface Commit {
  readonly id: string
  readonly author: string
  readonly subject: string
}

/** Kept of the operator's own environment; whatever else begins with GIT_ does not reach git. */
const allowEnvironment = ['GIT_TERMINAL_PROMPT', 'GIT_SSH_COMMAND', 'GIT_SSL_CAINFO']

/** Fetches that are let pass before a mirror is thrown away again, at most. */
const patienceMax = 64

/**
 * Follows one ref of a repository through a bare mirror, which holds nothing that could not be fetched again. Files are
 * read from the mirror and never checked out, and nothing of the repository is executed: a fetch brings neither hooks
 * nor filters nor configuration, and submodules are not followed.
 */
export class Repository {
  readonly #options: RepositoryOptions
  readonly #mirror: string
  #isMade = false
  /** How many fetches are to pass before the mirror may be thrown away, and how many after the next time. */
  #patience = { left: 0, next: 1 }

  /** Throws KacError `git-bad-option` for a URL or ref that git would take for an option. */
  constructor(options: RepositoryOptions) {
    for (const value of [options.url, options.ref]) {
      if (value === '' || value.startsWith('-'))
        throw new KacError('git-bad-option', `not a repository or ref: "${value}"`)
    }
    this.#options = options
    this.#mirror = `${options.directory}/mirror.git`
  }

  /**
   * Hands over the commit that the ref names now, and its tree, which can be read as long as the promise of `use` is
   * open. A mirror that git cannot work with is thrown away, and everything done once more. Throws KacError
   * `git-unreachable`, `git-no-ref` or `git-failed`.
   */
  async fetch<T>(use: (commit: Commit, tree: Tree) => Promise<T>): Promise<T> {
    try {
      return await this.#attempt(use)
    } catch (error) {
      if (!(error instanceof KacError) || error.code !== 'git-failed' || this.#patience.left-- > 0) throw error
      this.#patience = { left: this.#patience.next, next: Math.min(2 * this.#patience.next, patienceMax) }
      return await this.#anew(use, error)
    }
  }

  async #anew<T>(use: (commit: Commit, tree: Tree) => Promise<T>, before: KacError): Promise<T> {
    this.#isMade = false
    await this.#options.remove(this.#mirror)
    try {
      return await this.#attempt(use)
    } catch (error) {
      // Of two failures of git itself the first one says what is wrong, as that the disk is full.
      throw error instanceof KacError && error.code === 'git-failed' ? before : error
    }
  }

  async #attempt<T>(use: (commit: Commit, tree: Tree) => Promise<T>): Promise<T> {
    const { url, ref, directory, limit } = this.#options
    const end = limit()
    const git = <O>(command: Command<O>) => this.#git(command, end)
    if (!this.#isMade) await git(text(directory, ['init', '--quiet', '--bare', this.#mirror]))
    this.#isMade = true
    await git(text(this.#mirror, ['fetch', '--quiet', '--no-tags', '--force', url, `${ref}:refs/kac/next`]))
    const found = await git(text(this.#mirror, ['rev-parse', '--verify', 'refs/kac/next^{commit}']))
    const id = found.trim()
    const said = await git(text(this.#mirror, ['log', '-1', '--format=%an%n%s', id]))
    const [author = '', subject = ''] = said.split('\n').map(printable)
    const entries = parseTree(await git(text(this.#mirror, ['ls-tree', '-r', '-z', id])))
    const result = await use(
      { id, author, subject },
      { entries, read: (object) => git(bytes(this.#mirror, ['cat-file', 'blob', object])) },
    )
    this.#patience = { left: 0, next: 1 }
    return result
  }

  /** A git that does not heed the signal is left behind. */
  async #git<O>({ baseDir, run }: Command<O>, end: AbortSignal): Promise<O> {
    const ended = Promise.withResolvers<never>()
    const stop = () => ended.reject(new Error('no end in sight: timeout'))
    end.addEventListener('abort', stop)
    try {
      end.throwIfAborted()
      const git = simpleGit({ baseDir, allowEnvironment, abort: end, unsafe: { allowUnsafeSshCommand: true } })
      return await Promise.race([run(git), ended.promise])
    } catch (cause) {
      throw explained(cause instanceof Error ? cause : new Error(String(cause)), this.#options)
    } finally {
      end.removeEventListener('abort', stop)
    }
  }
}

type Git = ReturnType<typeof simpleGit>

interface Command<O> {
  readonly baseDir: string
  readonly run: (git: Git) => Promise<O>
}

function text(baseDir: string, words: readonly string[]): Command<string> {
  return { baseDir, run: (git) => git.raw([...words]) }
}

function bytes(baseDir: string, [, ...words]: readonly string[]): Command<Uint8Array> {
  return { baseDir, run: async (git) => new Uint8Array(await git.binaryCatFile([...words])) }
}

function explained(cause: Error, { url, ref }: RepositoryOptions): KacError {
  const said = cause.message
    .replace(/^(fatal|error): /gm, '')
    .trim()
    .split('\n')[0]
  if (/couldn't find remote ref|not our ref/.test(cause.message)) {
    return new KacError('git-no-ref', `${url} has no "${ref}"`, { cause })
  }
  if (/Could not read from remote|unable to access|does not appear to be a git|timeout|abort/i.test(cause.message)) {
    return new KacError('git-unreachable', `cannot fetch from ${url}: ${said}`, { cause })
  }
  return new KacError('git-failed', `git failed on ${url}: ${said}`, { cause })
}
