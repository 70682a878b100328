import type { Config, VrrpInstance } from '../bind/index.ts'
import { dumped } from './dump-words.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'

/** keepalived's counters of one instance, by its names for programs and in its order. */
export function statisticsOf({ hmac }: VrrpInstance, { counters }: RouterStatus): Readonly<Record<string, number>> {
  const of = (...names: readonly string[]) => names.reduce((sum, name) => sum + (counters[name] ?? 0), 0)
  // What AH and the HMAC trailer refuse has one name here and two there.
  const ofHmac = (name: string) => (hmac ? of(name) : 0)
  const ofAh = hmac ? 0 : of('rejected_auth_header', 'rejected_auth_digest', 'rejected_auth_replay')
  return {
    advert_rcvd: of('adverts_received'),
    advert_sent: of('adverts_sent'),
    become_master: of('become_master'),
    release_master: of('release_master'),
    packet_len_err: of('rejected_length', 'rejected_truncated'),
    advert_interval_err: of('rejected_interval'),
    ip_ttl_err: of('rejected_ttl'),
    invalid_type_rcvd: of('rejected_type'),
    addr_list_err: of('address_list_errors'),
    // Every type that is not ours is a mismatch.
    invalid_authtype: 0,
    authtype_mismatch: of('rejected_auth_type'),
    auth_failure: of('rejected_auth_pass') + ofAh,
    auth_ext_missing: ofHmac('rejected_auth_missing'),
    auth_ext_malformed: ofHmac('rejected_auth_header'),
    auth_ext_unknown_key: ofHmac('rejected_auth_key'),
    auth_ext_invalid_hmac: ofHmac('rejected_auth_digest'),
    auth_ext_stale: ofHmac('rejected_auth_clock'),
    auth_ext_replay: ofHmac('rejected_auth_replay'),
    pri_zero_rcvd: of('priority_zero_received'),
    pri_zero_sent: of('priority_zero_sent'),
  }
}

/** The routers with only what they have counted since `before`; an engine that has begun anew counts from 0. */
export function countedSince(routers: readonly RouterStatus[], before: readonly RouterStatus[]): RouterStatus[] {
  const known = new Map(before.map(({ name, counters }) => [name, counters]))
  return routers.map((router) => {
    const base = known.get(router.name) ?? {}
    const isNewer = Object.entries(base).every(([name, value]) => (router.counters[name] ?? 0) >= value)
    if (!isNewer) return router
    const counters = Object.entries(router.counters).map(([name, value]) => [name, value - (base[name] ?? 0)] as const)
    return { ...router, counters: Object.fromEntries(counters) }
  })
}

const headings: readonly (readonly [heading: string, lines: readonly (readonly [label: string, counter: string])[]])[] =
  [
    [
      'Packet Errors',
      [
        ['Length', 'packet_len_err'],
        ['TTL', 'ip_ttl_err'],
        ['Invalid Type', 'invalid_type_rcvd'],
        ['Advertisement Interval', 'advert_interval_err'],
        ['Address List', 'addr_list_err'],
      ],
    ],
    [
      'Authentication Errors',
      [
        ['Invalid Type', 'invalid_authtype'],
        ['Type Mismatch', 'authtype_mismatch'],
        ['Failure', 'auth_failure'],
      ],
    ],
    [
      'Authentication Extension Errors',
      [
        ['Missing', 'auth_ext_missing'],
        ['Malformed', 'auth_ext_malformed'],
        ['Unknown Key', 'auth_ext_unknown_key'],
        ['Invalid HMAC', 'auth_ext_invalid_hmac'],
        ['Stale', 'auth_ext_stale'],
        ['Replay', 'auth_ext_replay'],
      ],
    ],
    [
      'Priority Zero',
      [
        ['Received', 'pri_zero_rcvd'],
        ['Sent', 'pri_zero_sent'],
      ],
    ],
  ]

/** The text of keepalived.stats. */
export function statisticsDump({ routers }: StatusSnapshot, { vrrpInstances }: Config): string {
  return dumped(routers, vrrpInstances)
    .map(([instance, router]) => `${instanceLines(instance, router).join('\n')}\n`)
    .join('')
}

function instanceLines(instance: VrrpInstance, router: RouterStatus): string[] {
  const counted = statisticsOf(instance, router)
  return [
    `VRRP Instance: ${instance.name}`,
    '  Advertisements:',
    `    Received: ${counted.advert_rcvd}`,
    `    Sent: ${counted.advert_sent}`,
    `  Became master: ${counted.become_master}`,
    `  Released master: ${counted.release_master}`,
    ...headings.flatMap(([heading, lines]) => [
      `  ${heading}:`,
      ...lines.map(([label, counter]) => `    ${label}: ${counted[counter]}`),
    ]),
  ]
}
