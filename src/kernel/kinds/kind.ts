import { KacError } from '../../base/index.ts'
import type { Message } from '../port.ts'
import type { Frame } from '../wire/index.ts'

/** The network's links as they are called and numbered now. */
export interface Links {
  nameOf(index: number): string | undefined
  indexOf(name: string): number | undefined
}

/** An object for people: a heading, and its settings that are not the default. */
export interface Shown {
  readonly title: string
  readonly settings: Readonly<Record<string, string>>
  /** What plans call it where no line speaks of it; without it the title behind the name of the kind. */
  readonly path?: string
}

/** All that kac knows about one sort of kernel object. */
export interface Kind<T> {
  /** Lower ranks are created first and removed last. */
  readonly rank: number
  /** Equal keys are the same object to the kernel. */
  key(object: T): string
  /** Whether `live` is as `want` asks: what we set, never counters or remaining times. */
  same(live: T, want: T): boolean
  /** The number of whoever made it, where the kernel keeps one (RTPROT_*). */
  origin(object: T): number | undefined
  show(object: T): Shown
  /** What others may stand on while this is there. */
  provides(object: T): readonly string[]
  /** What must be there before it can be; it goes away with the last that provides one of these. */
  needs(object: T): readonly string[]
  /** What it can be without; but if that is there, it goes away with the last that provides one of these. */
  follows(object: T): readonly string[]
  create(object: T, links: Links): readonly Message[]
  remove(object: T, links: Links): readonly Message[]
  /** Whether it can be changed into the other while it stays. */
  canUpdate(from: T, to: T): boolean
  update(to: T, links: Links): readonly Message[]
  /** Whether `update` creates what is not there. */
  readonly upserts: boolean
  /** What it stands on takes it along at once and whole, so that it need not be taken off first. */
  readonly leavesAlong?: true
  /** Plans show those of others even where no line speaks of them. */
  readonly showsForeign?: true
}

/** A kind that rtnetlink lists in one dump. */
export interface ListedKind<T> extends Kind<T> {
  readonly dump: Message
  /** Undefined for what is not of this kind or not worth knowing. */
  decode(frame: Frame, links: Links): T | undefined
}

/** What a link is to the objects on it. */
export function linkResource(name: string): string {
  return `interface ${name}`
}

/** What IPv4 addresses are to the routes over their interface: Linux drops those with the last address. */
export function ipv4Resource(name: string): string {
  return `IPv4 on ${name}`
}

/** The number of a link that must exist. */
export function indexOf(links: Links, name: string): number {
  const index = links.indexOf(name)
  if (index === undefined) throw new KacError('ENODEV', `interface ${name} does not exist`)
  return index
}

/** The settings that have a value. */
export function settings(all: Readonly<Record<string, string | number | undefined>>): Shown['settings'] {
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/** The fields that have a value. */
export function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept: { [K in keyof T]?: NonNullable<T[K]> } = {}
  for (const name in fields) if (fields[name] != null) kept[name] = fields[name]
  return kept
}
