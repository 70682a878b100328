import type { Config } from '../bind/index.ts'

/** Where a daemon does its work, and what tells several of one host apart. */
export type Place = Pick<Config, 'networkNamespace' | 'ipvsNamespace' | 'instance'>

/** Part of the names of files where several daemons may have one; undefined where a host has one daemon. */
export function placeName({ networkNamespace, instance }: Place): string | undefined {
  const names = [networkNamespace, instance].filter((name) => name !== undefined)
  return names.length === 0 ? undefined : names.join('_')
}

/** The keyword by which the one differs from the other. */
export function movedBy(one: Place, other: Place): string | undefined {
  return keywords.find(([field]) => one[field] !== other[field])?.[1]
}

const keywords = [
  ['networkNamespace', 'net_namespace'],
  ['ipvsNamespace', 'net_namespace_ipvs'],
  ['instance', 'instance'],
] as const
