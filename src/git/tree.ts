/** What is at a path of a commit. A `module` is another repository, which is not followed. */
export interface TreeEntry {
  readonly kind: 'file' | 'executable' | 'link' | 'module'
  /** Name of its content. */
  readonly object: string
}

/** The files of a commit, by their paths without a leading slash. */
export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>
  /** The bytes of a file, or where a link leads. */
  read(object: string): Promise<Uint8Array>
}

const kindOf: Readonly<Record<string, TreeEntry['kind']>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'link',
  '160000': 'module',
}

/** Reads what `git ls-tree -r -z` says: `100644 blob OBJECT<TAB>PATH<NUL>` for each. */
export function parseTree(listing: string): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>()
  for (const [, mode = '', object = '', path = ''] of listing.matchAll(/(\d+) \w+ (\w+)\t([^\0]*)\0/g)) {
    entries.set(path, { kind: kindOf[mode] ?? 'file', object })
  }
  return entries
}
