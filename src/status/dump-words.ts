import { type Span, seconds } from '../base/index.ts'
import type { Config, VirtualAddress, VrrpInstance } from '../bind/index.ts'
import { addressOf, Devices } from '../desired/index.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'

/** Words that keepalived's dumps share. */

/** Microseconds as seconds. */
export function asSeconds(micros: number): number {
  return micros / seconds(1)
}

/** Unix time of the last change of state, to the microsecond. */
export function lastTransition({ forSeconds }: RouterStatus, { takenAt }: StatusSnapshot): number {
  return Math.round((Date.parse(takenAt) / 1000 - forSeconds) * 1e6) / 1e6
}

const scopes: Readonly<Record<number, string>> = { 0: 'global', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' }

type AddressLine = Omit<VirtualAddress, 'useVmac' | 'spans'> & { readonly trackGroup?: string }

/** An address with its settings, at the interface that it is on, and ` set` while it is there. */
export function addressWords(line: AddressLine, at: { readonly place: string; readonly isSet: boolean }): string {
  const { address, prefix, scope, label, peer, trackGroup } = line
  const isIpv6 = address.includes(':')
  const isHost = prefix === (isIpv6 ? 128 : 32)
  const { broadcast } = addressOf(line)
  const words = [
    isHost ? address : `${address}/${prefix}`,
    ...(broadcast === undefined ? [] : ['brd', broadcast]),
    `dev ${at.place}`,
    `scope ${scopes[scope] ?? scope}`,
    ...(label === undefined ? [] : ['label', label]),
    ...(peer === undefined ? [] : ['peer', `${peer}/${isIpv6 ? 128 : 32}`]),
    ...flagWords(line),
    ...(trackGroup === undefined ? [] : ['track_group', trackGroup]),
    ...(line.noTrack ? ['no_track'] : []),
    ...(isIpv6 ? [lifetimeWords(line)] : []),
    ...(at.isSet ? ['set'] : []),
  ]
  return words.join(' ')
}

function flagWords({ address, home, nodad, mngtmpaddr, noprefixroute, autojoin }: AddressLine): string[] {
  const flags = {
    home,
    '-nodad': address.includes(':') && !nodad,
    mngtmpaddr,
    noprefixroute,
    autojoin,
  }
  return Object.entries(flags).flatMap(([word, isSet]) => (isSet ? [word] : []))
}

function lifetimeWords({ preferredLifetime = 'forever' }: AddressLine): string {
  return preferredLifetime === 0 ? 'deprecated' : `preferred_lft ${preferredLifetime}`
}

/** Where the addresses of a router are, as keepalived writes it: a macvlan with the interface below it. */
export function placeWords(config: Config): (line: VirtualAddress, instance: VrrpInstance) => string {
  const devices = Devices.of(config)
  const parents = new Map(devices.links.map(({ name, parent }) => [name, parent]))
  return (line, instance) => {
    const place = devices.placeOf(line, instance)
    const parent = parents.get(place)
    return parent === undefined ? place : `${place}@${parent}`
  }
}

/** A line as it is written, its blanks made one. */
export function writtenWords({ at }: { readonly at: Span }): string {
  return at.source.text.slice(at.start, at.end).trim().replaceAll(/\s+/g, ' ')
}

/** Each word in quotes. */
export function scriptWords({ argv }: { readonly argv: readonly string[] }): string {
  return argv.map((word) => `'${word}'`).join(' ')
}

export function weightWords({ weight, reverse }: { readonly weight: number; readonly reverse: boolean }): string {
  return `weight ${weight}${reverse ? ' reverse' : ''}`
}

export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`------< ${title} >------`, ...lines]
}

export const stateNumbers = { INIT: 0, BACKUP: 1, MASTER: 2, FAULT: 3 } as const

/** Whether the addresses of an instance are on their interfaces. */
export function holdsAddresses({ state, objectsFailed }: RouterStatus): boolean {
  return state === 'MASTER' && objectsFailed === 0
}

/** Each instance with what is known of it. */
export function dumped(
  routers: readonly RouterStatus[],
  instances: readonly VrrpInstance[],
): (readonly [VrrpInstance, RouterStatus])[] {
  const byName = new Map(routers.map((router) => [router.name, router]))
  return instances.flatMap((instance) => {
    const router = byName.get(instance.name)
    return router ? [[instance, router] as const] : []
  })
}

export function enabled(flag: boolean | undefined): string {
  return flag ? 'enabled' : 'disabled'
}

/** A title and what is below it, of an instance; nothing where there is nothing below it. */
export function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...indented(3, [title]), ...indented(5, lines)]
}

export function indented(depth: number, lines: readonly string[]): string[] {
  return lines.map((line) => `${' '.repeat(depth)}${line}`)
}
