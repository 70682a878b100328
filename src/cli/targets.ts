import { KacError, type Micros } from '../base/index.ts'
import { type Entry, expand } from '../expand/index.ts'
import { hostExpandEnv, hostFiles, hostNumbers } from '../host/index.ts'
import {
  compile,
  type Facts,
  hostsNamedIn,
  type Judgement,
  mayNameHosts,
  readFacts,
  type Target,
} from '../lint/index.ts'
import { type CompileOptions, sourceOf } from './compile.ts'

export interface TargetOptions extends CompileOptions {
  /** Files of `kac facts`. */
  readonly facts?: readonly string[]
  /** The facts are those of this host. */
  readonly onHost?: boolean
}

/** What a path asks to be judged. */
export interface Asked {
  readonly targets: readonly Target[]
  /** Found in the file that names them. */
  readonly beside?: Judgement
  readonly detectWithin?: Micros
}

/** The hosts whose configurations a path names, each with what it has, as far as that is known. */
export async function askedBy(path: string, options: TargetOptions): Promise<Asked> {
  const fleetFile = /(?:^|\/)kac\.ya?ml$/.test(path) ? path : `${path}/kac.yaml`
  if (path !== '-' && hasFile(fleetFile)) {
    const { fleetTargets } = await import('./fleet-targets.ts')
    const asked = fleetTargets(fleetFile)
    return { ...asked, targets: await withFacts(asked.targets, options) }
  }
  return { targets: await withFacts(hostsAt(path, options), options) }
}

async function withFacts(
  targets: readonly Target[],
  { onHost, facts = [] }: TargetOptions,
): Promise<readonly Target[]> {
  if (onHost) return Promise.all(targets.map(async (one) => ({ ...one, facts: await factsHere(one) })))
  const given = facts.map(factsIn)
  const [only, ...others] = targets
  const [first, ...more] = given
  // One for one: a name that differs, as of a container, does not matter.
  if (only && first && others.length + more.length === 0) return [{ ...only, facts: first }]
  return targets.map((one) => {
    const own = given.find(({ hostname }) => hostname === one.host)
    return own ? { ...one, facts: own } : one
  })
}

async function factsHere({ entry, ports }: Target): Promise<Facts> {
  const { gatherFacts } = await import('./gather-facts.ts')
  return gatherFacts(compile(entry, ports, { numbers: hostNumbers() }).config)
}

/** What `kac facts` wrote. */
export function factsIn(path: string): Facts {
  const content = hostFiles.read(path)
  const facts = content.kind === 'text' ? readFacts(content.text) : { problem: 'it cannot be read' }
  if ('problem' in facts) throw new KacError('usage', `facts in ${path}: ${facts.problem}`)
  return facts
}

/**
 * Of a folder `hosts/NAME/keepalived.conf` or `NAME/keepalived.conf`; of a file with `@NAME` lines, unless one id is
 * asked for, each host that they name; else this host alone.
 */
function hostsAt(path: string, options: CompileOptions): Target[] {
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
  if (hasFile(path)) return hostsAt(path, configId === undefined ? {} : { configId })
  throw new KacError('usage', `${folder} has no keepalived.conf, nor hosts/NAME/keepalived.conf`)
}

function hasFile(path: string): boolean {
  return hostFiles.read(path).kind !== 'missing'
}

function target(configId: string | undefined, entry: Target['entry'], host?: string): Target {
  const env = hostExpandEnv(configId)
  return { host: host ?? env.configId, entry, ports: { files: hostFiles, env } }
}
