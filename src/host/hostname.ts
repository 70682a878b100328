import { hostname as osHostname, release } from 'node:os'

/** Up to the first dot, as keepalived's config id. */
export function hostname(): string {
  return osHostname().split('.')[0] ?? ''
}

export function kernelRelease(): string {
  return release()
}
