/** What became of reading a file. Only plain files that are not executable are configuration. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' | 'directory' | 'executable' | 'special' | 'too-big' }
  /** It leads out of what may be read. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** Files, by paths as the user writes them. */
export interface FilePort {
  read(path: string): FileContent
  /** Names in a directory, in any order; undefined when there is no such directory. */
  list(directory: string): readonly string[] | undefined
}

/** What lines may ask of the host they are read for. */
export interface ExpandEnv {
  /** What `@NAME` compares with: the argument of -i, else the host's name up to its first dot. */
  readonly configId: string
  /** Absolute path of the working directory. */
  readonly directory: string
  variable(name: string): string | undefined
  /** A whole number between two bounds, both included. */
  random(least: number, most: number): number
}
