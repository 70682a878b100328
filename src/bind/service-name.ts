import { showEndpoint } from '../base/index.ts'
import type { VirtualServer } from './config.ts'

/** As plans and status call a virtual server: `192.0.2.1:80/tcp`, `fwmark 7`, `group web`. */
export function serviceName({ service, protocol, family }: VirtualServer): string {
  switch (service.kind) {
    case 'address':
      return `${showEndpoint({ port: 0, ...service })}/${protocol.toLowerCase()}`
    case 'fwmark':
      return `fwmark ${service.mark}${family === 'inet6' ? ' inet6' : ''}`
    case 'group':
      return `group ${service.group}`
  }
}
