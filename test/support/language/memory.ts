import type { ExpandEnv, ExpandPorts, FileContent } from '../../../src/expand/index.ts'

/** Files that are only names and text; what is no text is told by a text of `(directory)` and the like. */
export function memoryPorts(files: ReadonlyMap<string, string>, env: Partial<ExpandEnv> = {}): ExpandPorts {
  return {
    files: {
      read(path): FileContent {
        const text = files.get(path)
        if (text === undefined) return { kind: 'missing' }
        const [, kind] = /^\((directory|executable|special|too-big)\)\n?$/.exec(text) ?? []
        return kind === undefined ? { kind: 'text', text } : { kind: kind as 'directory' }
      },
      list(directory) {
        const prefix = directory === '.' ? '' : directory.replace(/\/?$/, '/')
        const below = [...files.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length))
        return below.length === 0 ? undefined : [...new Set(below.map((name) => name.split('/')[0] ?? ''))]
      },
    },
    env: {
      configId: 'lb1',
      directory: '/etc/keepalived',
      variable: (name) => ({ SITE: 'berlin', CHAIN: '${_INSTANCE}' })[name],
      random: (least, most) => Math.floor((least + most) / 2),
      ...env,
    },
  }
}
