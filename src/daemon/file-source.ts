import type { Candidate } from './judge.ts'
import type { ConfigSource } from './source.ts'

/** The file of `kac daemon -f FILE`. */
export function fileSource(
  path: string,
  compile: (path: string) => Candidate & { readonly digest: string },
): ConfigSource {
  return {
    label: path,
    path,
    read: async () => {
      const candidate = compile(path)
      return { candidate, id: candidate.digest }
    },
  }
}
