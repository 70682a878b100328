import { KacError, type SourceFile } from '../base/index.ts'
import { type FleetFileHost, readFleetFile } from '../fleet/index.ts'
import { hostExpandEnv, hostFiles } from '../host/index.ts'
import { judgementOn, type Target } from '../lint/index.ts'
import { type Asked, factsIn } from './targets.ts'

/** The hosts of a `kac.yaml`, and what is wrong with it itself. */
export function fleetTargets(path: string): Asked {
  const content = hostFiles.read(path)
  if (content.kind !== 'text') throw new KacError('unreadable', `${path} cannot be read`)
  const source: SourceFile = { name: path, text: content.text }
  const { fleet, diagnostics } = readFleetFile(source)
  const folder = path.replace(/[^/]*$/, '')
  return {
    targets: (fleet?.hosts ?? []).map((host) => targetOf(host, folder)),
    beside: judgementOn(source, diagnostics),
    ...(fleet?.detectWithin !== undefined && { detectWithin: fleet.detectWithin }),
  }
}

function targetOf({ name, path, configId, environment, networks, facts }: FleetFileHost, folder: string): Target {
  const env = hostExpandEnv(configId)
  const variable = environment ? (wanted: string) => environment.get(wanted) : env.variable
  return {
    host: name,
    entry: { path: from(folder, path) },
    ports: { files: hostFiles, env: { ...env, variable } },
    networks,
    ...(facts !== undefined && { facts: factsIn(from(folder, facts)) }),
  }
}

function from(folder: string, path: string): string {
  return path.startsWith('/') ? path : folder + path
}
