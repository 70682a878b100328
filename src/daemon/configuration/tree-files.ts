import { decodeText, textBytesMax } from '../../base/index.ts'
import type { FileContent, FilePort } from '../../expand/index.ts'
import type { Tree, TreeEntry } from '../../git/index.ts'

/** What reading a configuration met, by path. Nothing else of the tree decides what it comes to. */
export type Texts = ReadonlyMap<string, FileContent>

/**
 * Compiles from the files of a commit. Objects are fetched as the configuration turns out to need them: it is compiled
 * again and again until nothing is missing that the tree has.
 */
export async function compileTree<T>(
  tree: Tree,
  compile: (files: FilePort) => T,
): Promise<{ result: T; texts: Texts }> {
  const objects = new Map<string, Uint8Array>()
  for (;;) {
    const files = new TreeFiles(tree.entries, objects)
    const result = compile(files)
    if (files.wanted.size === 0) return { result, texts: files.texts }
    for (const object of files.wanted) objects.set(object, await tree.read(object))
  }
}

/** The same from what was met before, without any tree. */
export function textFiles(texts: Texts): FilePort {
  return {
    read: (path) => texts.get(path) ?? { kind: 'missing' },
    list: (directory) => namesIn(texts.keys(), directory.replace(/\/+$/, '')),
  }
}

const linksMax = 40

/** The files of a tree, as far as their objects are known. What leads out of the tree is not followed. */
class TreeFiles implements FilePort {
  readonly wanted = new Set<string>()
  readonly texts = new Map<string, FileContent>()
  readonly #entries: ReadonlyMap<string, TreeEntry>
  readonly #objects: ReadonlyMap<string, Uint8Array>

  constructor(entries: ReadonlyMap<string, TreeEntry>, objects: ReadonlyMap<string, Uint8Array>) {
    this.#entries = entries
    this.#objects = objects
  }

  read(path: string): FileContent {
    const content = this.#read(path)
    if (content.kind !== 'missing') this.texts.set(path, content)
    return content
  }

  list(directory: string): readonly string[] | undefined {
    const place = this.#resolve(directory)
    return place.kind === 'path' ? namesIn(this.#entries.keys(), place.path) : undefined
  }

  #read(path: string): FileContent {
    const place = this.#resolve(path)
    if (place.kind !== 'path') return place
    const entry = this.#entries.get(place.path)
    if (!entry) return { kind: namesIn(this.#entries.keys(), place.path) ? 'directory' : 'missing' }
    if (entry.kind === 'executable') return { kind: 'executable' }
    if (entry.kind !== 'file') return { kind: 'special' }
    const bytes = this.#content(entry)
    if (!bytes) return { kind: 'missing' }
    return bytes.length > textBytesMax ? { kind: 'too-big' } : { kind: 'text', text: decodeText(bytes) }
  }

  /** Where a path leads, links followed. */
  #resolve(path: string): Resolved {
    const left = path.split('/')
    if (path.startsWith('/')) return { kind: 'outside' }
    let at: string[] = []
    let links = 0
    for (let part = left.shift(); part !== undefined; part = left.shift()) {
      if (part === '' || part === '.') continue
      if (part === '..' && at.length === 0) return { kind: 'outside' }
      at = part === '..' ? at.slice(0, -1) : [...at, part]
      const entry = this.#entries.get(at.join('/'))
      if (entry?.kind !== 'link') continue
      const target = this.#content(entry)
      if (!target) return { kind: 'missing' }
      if (++links > linksMax) return { kind: 'unreadable', reason: 'too many links' }
      const leads = decodeText(target)
      if (leads.startsWith('/')) return { kind: 'outside' }
      at = at.slice(0, -1)
      left.unshift(...leads.split('/'))
    }
    return { kind: 'path', path: at.join('/') }
  }

  #content({ object }: TreeEntry): Uint8Array | undefined {
    const bytes = this.#objects.get(object)
    if (!bytes) this.wanted.add(object)
    return bytes
  }
}

type Resolved = { readonly kind: 'path'; readonly path: string } | Exclude<FileContent, { kind: 'text' }>

/** Names of what is in a directory, undefined when nothing is. */
function namesIn(paths: Iterable<string>, directory: string): readonly string[] | undefined {
  const prefix = directory === '' ? '' : `${directory}/`
  const names = new Set<string>()
  for (const path of paths) if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/', 1)[0] ?? '')
  return names.size > 0 ? [...names] : undefined
}
