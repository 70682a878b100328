import { showEndpoint } from '../../base/index.ts'
import type { Config } from '../../bind/index.ts'

/** What is wrong with so many real servers going at once; undefined while at least half of them stay, or but one goes. */
export function massChange(before: ReadonlySet<string>, after: ReadonlySet<string>): string | undefined {
  const gone = [...before].filter((server) => !after.has(server)).length
  if (gone < 2 || gone <= before.size / 2) return undefined
  return `${gone} of ${before.size} real servers go; --allow-mass-change lets it through`
}

/** Real servers by address and port, whichever virtual servers they serve. */
export function realServersOf({ virtualServers }: Config): Set<string> {
  return new Set(virtualServers.flatMap(({ realServers }) => realServers.map(showEndpoint)))
}
