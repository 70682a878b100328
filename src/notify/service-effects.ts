import {
  type Command,
  type Config,
  keepalivedServerName,
  keepalivedServiceName,
  type RealServer,
  type VirtualServer,
} from '../bind/index.ts'
import type { NotifyEffect } from './event.ts'
import { serviceMail } from './service-mail.ts'

/** A virtual server that something is said of. */
export interface Home {
  readonly virtual: VirtualServer
  readonly name: string
  readonly config: Config
}

export function homeOf(config: Config, pool: number): Home | undefined {
  const virtual = config.virtualServers[pool]
  return virtual && { virtual, name: keepalivedServiceName(virtual, config), config }
}

export function serverName(real: RealServer, { virtual, config }: Home): string {
  return keepalivedServerName(real, virtual, config)
}

/** The script of a real server, and its line. */
export function serverEffects(real: RealServer, home: Home, { alive }: { readonly alive: boolean }): NotifyEffect[] {
  const line = `RS ${serverName(real, home)} ${home.name} ${alive ? 'UP' : 'DOWN'}\n`
  return [...script(alive ? real.notifyUp : real.notifyDown), { kind: 'line', half: 'lvs', line }]
}

export function weightLine(
  real: RealServer,
  home: Home,
  { before, weight, alive }: { readonly before: number; readonly weight: number; readonly alive: boolean },
): NotifyEffect {
  const which = `${alive ? 'active' : 'inactive'} service ${serverName(real, home)} of VS ${home.name}`
  return log('info', `Changing weight from ${before} to ${weight} for ${which}`)
}

/** The script of a virtual server, its line, and its mail. */
export function serviceEffects(
  { virtual, name }: Home,
  { up, body }: { readonly up: boolean; readonly body: string },
): NotifyEffect[] {
  return [
    ...script(up ? virtual.quorumUp : virtual.quorumDown),
    { kind: 'line', half: 'lvs', line: `VS ${name} ${up ? 'UP' : 'DOWN'}\n` },
    ...serviceMail({ service: name, wanted: virtual.mailAlerts, up, body }),
  ]
}

function script(command: Command | undefined): NotifyEffect[] {
  return command ? [{ kind: 'script', command, args: [] }] : []
}

export function log(level: 'info' | 'warn', text: string): NotifyEffect {
  return { kind: 'log', level, text }
}
