import type { Micros } from '../../base/index.ts'
import type { Commit } from '../../git/index.ts'
import type { Candidate } from './judge.ts'
import type { Texts } from './tree-files.ts'

/** What a source holds now. */
export interface Reading {
  readonly candidate: Candidate
  /** Equal ids mean the same text. */
  readonly id: string
  readonly commit?: Commit
  /** All that was read, where the source itself does not remember it. */
  readonly texts?: Texts
  /** It was written down at an earlier time; there may be another text there now. */
  readonly recalled?: true
}

/** Where the configuration comes from. */
export interface ConfigSource {
  /** For people: the file, or the repository, ref and path. */
  readonly label: string
  /** Absolute; absent where it is not one file of this host. */
  readonly path?: string
  /** Absent: read at the start and on SIGHUP only. */
  readonly pollEvery?: Micros
  /** Throws KacError when what it holds cannot be reached now. */
  read(): Promise<Reading>
  /** What was last accepted, where the source remembers it across restarts. */
  readLastGood?(): Promise<Reading | undefined>
  accepted?(reading: Reading): Promise<void>
  /** What texts of before come to now. */
  reread?(texts: Texts): Reading
}
