import { showEndpoint } from '../../base/index.ts'
import type { VirtualServerDraft } from '../config.ts'

export function showService({ service }: VirtualServerDraft): string {
  switch (service.kind) {
    case 'address':
      return showEndpoint(service)
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group':
      return `group ${service.group}`
  }
}
