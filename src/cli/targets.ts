import { KacError } from '../base/index.ts'
import { type Entry, expand } from '../expand/index.ts'
import { hostExpandEnv, hostFiles } from '../host/index.ts'
import { hostsNamedIn, mayNameHosts, type Target } from '../lint/index.ts'
import { type CompileOptions, sourceOf } from './compile.ts'

/**
 * The hosts whose configurations a path names: of a folder `hosts/NAME/keepalived.conf` or `NAME/keepalived.conf`; of a
 * file with `@NAME` lines, unless one id is asked for, each host that they name; else this host alone.
 */
export function targetsOf(path: string, options: CompileOptions): Target[] {
  const { configId } = options
  if (path !== '-' && hostFiles.list(path)) return hostsBelow(path, configId)
  const { entry } = sourceOf(path, options)
  const alone = target(configId, entry)
  if (configId !== undefined) return [alone]
  const hosts = hostsIn(alone)
  return hosts.length > 0 ? hosts.map((host) => target(host, entry)) : [alone]
}

/** Most files name no host and include none that could, which is told without expanding them. */
function hostsIn({ entry, ports }: Target): string[] {
  return mayNameHosts(textOf(entry)) ? hostsNamedIn(expand(entry, ports).sources) : []
}

function textOf(entry: Entry): string {
  if ('source' in entry) return entry.source.text
  const content = hostFiles.read(entry.path)
  return content.kind === 'text' ? content.text : ''
}

function hostsBelow(folder: string, configId: string | undefined): Target[] {
  for (const base of [`${folder}/hosts`, folder]) {
    const hosts = (hostFiles.list(base) ?? []).filter((name) => hasFile(`${base}/${name}/keepalived.conf`)).sort()
    if (hosts.length > 0) {
      return hosts.map((name) => target(configId ?? name, { path: `${base}/${name}/keepalived.conf` }, name))
    }
  }
  const path = `${folder}/keepalived.conf`
  if (hasFile(path)) return targetsOf(path, configId === undefined ? {} : { configId })
  throw new KacError('usage', `${folder} has no keepalived.conf, nor hosts/NAME/keepalived.conf`)
}

function hasFile(path: string): boolean {
  return hostFiles.read(path).kind !== 'missing'
}

function target(configId: string | undefined, entry: Target['entry'], host?: string): Target {
  const env = hostExpandEnv(configId)
  return { host: host ?? env.configId, entry, ports: { files: hostFiles, env } }
}
