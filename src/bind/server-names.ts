import { endpointName, type Ip } from '../base/index.ts'
import type { Config, RealServer, VirtualServer } from './config.ts'

interface Endpoint {
  readonly address: Ip
  readonly port?: number | undefined
}

/** Of each virtual server, in their order; a number (` #2`) tells apart what has one name. */
export function virtualServerNames({ virtualServers }: Pick<Config, 'virtualServers'>): string[] {
  const seen = new Map<string, number>()
  return virtualServers.map((virtual) => {
    const name = nameOf(virtual)
    const number = (seen.get(name) ?? 0) + 1
    seen.set(name, number)
    return number === 1 ? name : `${name} #${number}`
  })
}

/** `192.0.2.10:80/tcp`, `fwmark 7`, `fwmark 7/inet6`, `group G/udp`; `group G` where no protocol is written. */
function nameOf({ service, protocol, family, spans }: VirtualServer): string {
  switch (service.kind) {
    case 'address':
      return `${endpointName(service)}/${protocol.toLowerCase()}`
    case 'fwmark':
      return `fwmark ${service.mark}${family === 'inet6' ? '/inet6' : ''}`
    case 'group':
      return `group ${service.group}${spans.protocol ? `/${protocol.toLowerCase()}` : ''}`
  }
}

/** As keepalived's logs, pipes and mails have it: `[192.0.2.10]:tcp:80`, `FWM 7`, `[G]:0`. */
export function keepalivedServiceName(virtual: VirtualServer, { virtualServers }: Config): string {
  const { service } = virtual
  switch (service.kind) {
    case 'address':
      return bracketed(service, virtual.protocol.toLowerCase())
    case 'fwmark':
      return `FWM ${service.mark}`
    case 'group': {
      const ofGroup = virtualServers.filter((other) => groupOf(other) === service.group)
      return `[${service.group}]:${ofGroup.indexOf(virtual)}`
    }
  }
}

/** As keepalived's logs, pipes and mails have it; a service of marks alone has no protocol unless it is given. */
export function keepalivedServerName(
  server: RealServer | Endpoint,
  { service, protocol, spans }: VirtualServer,
  { serverGroups }: Config,
): string {
  const group = service.kind === 'group' ? serverGroups.find(({ name }) => name === service.group) : undefined
  const byMark = service.kind === 'fwmark' || group?.addresses.length === 0
  return bracketed(server, byMark && !spans.protocol ? 'none' : protocol.toLowerCase())
}

function bracketed({ address, port }: Endpoint, protocol: string): string {
  return `[${address}]:${protocol}:${port ?? 0}`
}

function groupOf({ service }: VirtualServer): string | undefined {
  return service.kind === 'group' ? service.group : undefined
}
