import { showSeconds, table, takenText } from './layout.ts'
import { isCalled } from './services.ts'
import type { StatusSnapshot } from './snapshot.ts'

/** A destination of the kernel that gets no new connections and goes when it has none. */
export interface DrainingStatus {
  /** The virtual service, `192.0.2.10:80/tcp`. */
  readonly service: string
  readonly server: string
  /** Those that its going would end. */
  readonly connections: number
  /** When it goes all the same. */
  readonly secondsLeft: number
}

/** For `kac status`. */
export function drainingTable({ draining = [] }: StatusSnapshot): string[] {
  if (draining.length === 0) return []
  const rows = draining.map(({ server, service, connections, secondsLeft }) => [
    server,
    service,
    `${connections}`,
    `in ${showSeconds(Math.ceil(secondsLeft))} at most`,
  ])
  return ['', ...table(['DRAINING', 'OF', 'CONNECTIONS', 'GOES'], rows)]
}

const namesMax = 3

/** In one line. */
export function drainingText(draining: readonly DrainingStatus[]): string {
  const names = draining.slice(0, namesMax).map(({ server, service }) => `${server} of ${service}`)
  const more = draining.length > namesMax ? ` and ${draining.length - namesMax} more` : ''
  const connections = draining.reduce((sum, each) => sum + each.connections, 0)
  const seconds = Math.ceil(draining.reduce((most, { secondsLeft }) => Math.max(most, secondsLeft), 0))
  const count = `${connections} ${connections === 1 ? 'connection' : 'connections'}`
  return `draining ${names.join(', ')}${more}: ${count} left, ${showSeconds(seconds)} at most`
}

/** For `kac why REAL_SERVER`. */
export function whyDrainingText(snapshot: StatusSnapshot, { server, service, ...left }: DrainingStatus): string {
  const goes = showSeconds(Math.ceil(left.secondsLeft))
  return [
    `${server} of ${service} is draining: it is no longer in the configuration, and gets no new connections.`,
    `connections that it has still: ${left.connections}; it goes when they have ended, in ${goes} at most`,
    takenText(snapshot),
  ].join('\n  ')
}

/** By server as `kac why` takes it. */
export function drainingNamed({ draining = [] }: StatusSnapshot, wanted: string): readonly DrainingStatus[] {
  return draining.filter(({ server }) => isCalled(server, wanted))
}
