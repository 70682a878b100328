import { lineAt, perFile } from './source.ts'

interface Folder {
  /** Folders of native/ whose headers it may include. */
  readonly own: readonly string[]
  /** What else, in angle brackets. */
  readonly system: RegExp
}

/** A header of the C++ standard library: no slash, no ending. Threads and clocks are the shell's. */
const standard = /^(?!thread$|chrono$)[a-z_]+$/

/** What each part of native/ may include: the core does no I/O, only the binding knows Node, it makes no system call. */
const folders: Readonly<Record<string, Folder>> = {
  core: { own: ['core'], system: standard },
  shell: { own: ['core', 'shell'], system: /^(?!napi\.h$|node_api\.h$)/ },
  run: { own: ['run'], system: /^(?!napi\.h$|node_api\.h$)/ },
  engine: { own: ['core', 'shell', 'engine'], system: /^(?!napi\.h$|node_api\.h$)/ },
  binding: { own: ['core', 'shell', 'binding'], system: /^(?:napi\.h|uv\.h|pcre2\.h|[a-z_]+)$/ },
}

export const nativeIncludes = perFile(/^native\/(?:core|shell|engine|run|binding)\/.*\.(?:h|cc)$/, ({ path, text }) => {
  const name = path.split('/')[1] ?? ''
  const folder = folders[name]
  return [...text.matchAll(/^\s*#\s*include\s+(?:<([^>]+)>|"([^"]+)")/gm)].flatMap((match) => {
    const [, system, own] = match
    const allowed =
      own === undefined ? folder?.system.test(system ?? '') : folder?.own.includes(own.split('/')[0] ?? '')
    return allowed
      ? []
      : [{ path, line: lineAt(text, match.index), message: `native/${name} may not include ${system ?? own}` }]
  })
})
