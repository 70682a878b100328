import { familyOf, type Ip } from '../base/index.ts'
import type { Config, RealServer, VirtualServer } from './config.ts'

interface Endpoint {
  readonly address: Ip
  readonly port?: number | undefined
}

/** `192.0.2.10:80`, `[2001:db8::1]:80`; port 0 where there is none. */
export function endpointName({ address, port }: Endpoint): string {
  return `${familyOf(address) === 6 ? `[${address}]` : address}:${port ?? 0}`
}

/** `192.0.2.10:80/tcp`, `fwmark 7`, `group G`. */
export function virtualServerName({ service, protocol }: VirtualServer): string {
  switch (service.kind) {
    case 'address':
      return `${endpointName(service)}/${protocol.toLowerCase()}`
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group':
      return `group ${service.group}`
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
