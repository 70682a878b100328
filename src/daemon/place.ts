import type { Config } from '../bind/index.ts'

/** What tells several daemons of one host apart. */
export type Place = Pick<Config, 'networkNamespace' | 'instance'>

/** Part of the names of files where several daemons may have one; undefined where a host has one daemon. */
export function placeName({ networkNamespace, instance }: Place): string | undefined {
  const names = [networkNamespace, instance].filter((name) => name !== undefined)
  return names.length === 0 ? undefined : names.join('_')
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.networkNamespace === other.networkNamespace && one.instance === other.instance
}
