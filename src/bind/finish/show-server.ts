import { familyOf, type Ip } from '../../base/index.ts'
import type { VirtualServerDraft } from '../config.ts'

export function showService({ service }: VirtualServerDraft): string {
  switch (service.kind) {
    case 'address':
      return showServer(service)
    case 'fwmark':
      return `fwmark ${service.mark}`
    case 'group':
      return `group ${service.group}`
  }
}

export function showServer({ address, port }: { readonly address: Ip; readonly port?: number | undefined }): string {
  return port === undefined ? address : `${familyOf(address) === 6 ? `[${address}]` : address}:${port}`
}
