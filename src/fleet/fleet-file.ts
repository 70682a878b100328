import { type Diagnostic, type Micros, parseDuration, type SourceFile } from '../base/index.ts'
import { type Networks, parseNetwork, showNetwork } from '../lint/index.ts'
import { type Entry, type Mapping, openDocument, type YamlReader } from './yaml-reader.ts'

/** What a `kac.yaml` says. */
export interface FleetFile {
  readonly hosts: readonly FleetFileHost[]
  readonly detectWithin?: Micros
}

export interface FleetFileHost {
  readonly name: string
  /** Of its configuration, from the folder of the file. */
  readonly path: string
  readonly configId: string
  /** What `${_ENV NAME}` finds there; this process' own where it is not given. */
  readonly environment?: ReadonlyMap<string, string>
  /** By interface: its networks and segments. */
  readonly networks: Networks
  /** A file of `kac facts`. */
  readonly facts?: string
}

/** Reads it as far as it can be read. Without `fleet` it names no hosts. */
export function readFleetFile(source: SourceFile): {
  readonly fleet?: FleetFile
  readonly diagnostics: readonly Diagnostic[]
} {
  const reader = openDocument(source)
  const top = reader.root(['hosts', 'segments', 'detect-within'])
  if (!top) return { diagnostics: reader.diagnostics }
  const named = reader.needed(top, 'hosts')
  const hosts = named ? reader.entries(named).flatMap((entry) => hostIn(entry, reader) ?? []) : []
  addSegments(reader.entries(top.get('segments')), hosts, reader)
  const detectWithin = reader.value(top.get('detect-within'), 'a time such as 10s', parseDuration)
  const fleet = { hosts, ...(detectWithin !== undefined && { detectWithin }) }
  return { ...(hosts.length > 0 && { fleet }), diagnostics: reader.diagnostics }
}

const hostKeys = ['path', 'config-id', 'environment', 'interfaces', 'facts']

interface HostDraft extends FleetFileHost {
  readonly networks: Map<string, readonly string[]>
}

function hostIn(entry: Entry, reader: YamlReader): HostDraft | undefined {
  const fields = reader.mapping(entry, hostKeys)
  const path = fields && reader.text(reader.needed(fields, 'path'))
  if (!fields || path === undefined) return undefined
  const facts = reader.text(fields.get('facts'))
  const environment = environmentIn(fields, reader)
  return {
    name: entry.key,
    path,
    configId: reader.text(fields.get('config-id')) ?? entry.key,
    networks: new Map(
      reader.entries(fields.get('interfaces')).map((one) => {
        const networks = reader.items(one)
        return [one.key, networks.flatMap((item) => reader.value(item, WANTED_NETWORK, network) ?? [])] as const
      }),
    ),
    ...(environment && { environment }),
    ...(facts !== undefined && { facts }),
  }
}

const WANTED_NETWORK = 'an address with a prefix, such as 192.0.2.2/24'

function network(text: string): string | undefined {
  const parsed = parseNetwork(text)
  return parsed && showNetwork(parsed)
}

function environmentIn(fields: Mapping, reader: YamlReader): ReadonlyMap<string, string> | undefined {
  const entry = fields.get('environment')
  return entry && new Map(reader.entries(entry).map((one) => [one.key, reader.text(one) ?? '']))
}

/** A segment takes the place of networks: it says outright who is on one wire. */
function addSegments(segments: readonly Entry[], hosts: readonly HostDraft[], reader: YamlReader): void {
  const onSegments = new Map<string, string[]>()
  for (const segment of segments) {
    for (const item of reader.items(segment)) {
      const member = reader.text(item) ?? ''
      const [name, device] = member.split(':')
      const host = hosts.find((one) => one.name === name)
      if (!host || !device) {
        reader.report('fleet/unknown-member', { segment: segment.key, member }, item)
        continue
      }
      const others = onSegments.get(member) ?? []
      onSegments.set(member, [...others, segment.key])
      host.networks.set(device, [...others, segment.key])
    }
  }
}
