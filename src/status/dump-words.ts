import { type Span, seconds } from '../base/index.ts'
import type { VirtualAddress, VrrpInstance } from '../bind/index.ts'
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

/** An address with its settings, and ` set` while the instance holds it. */
export function addressWords(line: VirtualAddress, { isSet }: { isSet: boolean }): string {
  const { address, prefix, dev, scope, label, peer, preferredLifetime = 'forever' } = line
  const isIpv6 = address.includes(':')
  const isHost = prefix === (isIpv6 ? 128 : 32)
  const words = [
    isHost ? address : `${address}/${prefix}`,
    ...(peer === undefined ? [] : ['peer', peer]),
    `dev ${dev}`,
    `scope ${scopes[scope] ?? scope}`,
    ...(label === undefined ? [] : ['label', label]),
    ...(isIpv6 ? [`preferred_lft ${preferredLifetime}`] : []),
    ...(isSet ? ['set'] : []),
  ]
  return words.join(' ')
}

/** A line as it is written, its blanks made one. */
export function writtenWords({ at }: { readonly at: Span }): string {
  return at.source.text.slice(at.start, at.end).trim().replaceAll(/\s+/g, ' ')
}

/** Each word in quotes. */
export function scriptWords({ argv }: { readonly argv: readonly string[] }): string {
  return argv.map((word) => `'${word}'`).join(' ')
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

export function indented(depth: number, lines: readonly string[]): string[] {
  return lines.map((line) => `${' '.repeat(depth)}${line}`)
}
