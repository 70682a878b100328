import type { Span } from '../src/base/index.ts'
import type { ValueType } from './values/index.ts'

/** A default that depends on other settings; `src/bind/finish` works it out. */
export const derived: unique symbol = Symbol('derived')
export type Derived = typeof derived

/** What a keyword changes outside the process. */
export type Effect =
  | 'address'
  | 'route'
  | 'rule'
  | 'link'
  | 'ipvs'
  | 'nftables'
  | 'iptables'
  | 'ipset'
  | 'sysctl'
  | 'packet'
  | 'process'
  | 'file'
  | 'mail'
  | 'log'
  | 'snmp'
  | 'dbus'

export interface Facts {
  readonly doc: string
  /** Release that brought it. */
  readonly since: string
  /** Build options it needs. */
  readonly feature?: string
  /** What to write instead. */
  readonly deprecated?: string
  /** keepalived takes the old name without a report. */
  readonly tolerated?: true
  readonly touches?: readonly Effect[]
  /** Why it changes nothing, here or in keepalived. */
  readonly idle?: string
  /** The block cannot be used without it. */
  readonly required?: true
  /** What keepalived does where a word is missing: stop at that line, leave it out, or say nothing. */
  readonly missing?: 'fatal' | 'drop' | 'silent'
}

export interface LeafFacts<V> extends Facts {
  readonly default?: V | Derived
  /**
   * Which one counts when there are two: the last, without a report, unless given. `warned`: the last, with one.
   * `agree`: the first, with a report where the later one differs. `keep`: this value stays once it was given. `each`:
   * all of them, as a list. `joined`: each is a list, and they add up.
   */
  readonly repeat?: 'first' | 'agree' | 'warned' | 'each' | 'joined' | { readonly keep: V }
  /** What a bad value leaves set; nothing unless given. */
  readonly bad?: { readonly use: V }
  /** Outside the range, and only set where nothing else can be. */
  readonly adjusted?: V
  /** keepalived reports further words, and ignores them or (`spoils`) the whole line. */
  readonly exact?: true | 'spoils'
  /** Of an option: a bad or second one makes the whole line useless. */
  readonly spoils?: true
}

/** Why a finished block has a value without the keyword: a constant default, one worked out, a list; or it has none. */
export type Presence = 'constant' | 'derived' | 'required' | 'each' | 'absent'

/** A keyword and its words, on one line. Without a keyword: a line, or an option, that begins with none of the others. */
export interface Leaf<F extends string = string, V = unknown, P extends Presence = Presence> {
  readonly kind: 'leaf'
  readonly keyword: string
  readonly field: F
  readonly type: ValueType<V>
  readonly facts: LeafFacts<V>
  readonly presence: P
}

/** A keyword and a block of entries: single words, or lines of a head and options. */
export interface List<F extends string = string, H = unknown, R = readonly Leaf[]> {
  readonly kind: 'list'
  readonly keyword: string
  readonly field: F
  readonly each: 'word' | 'line'
  /** What an entry begins with. */
  readonly head: ValueType<H>
  /** Options after the head, in any order. */
  readonly rows: R
  readonly facts: ListFacts
}

export interface ListFacts extends Facts {
  /** A word that is no option makes the whole line useless; `first`: one right behind the head does. */
  readonly strict?: true | 'first'
  /** keepalived stops at an option without its value. */
  readonly complete?: true
  /** keepalived reports an empty one. */
  readonly filled?: true
  /** A second list of this keyword upsets keepalived. */
  readonly single?: true
  /** An entry counts once, in all lists of this keyword. */
  readonly unique?: true
}

export interface BlockFacts extends Facts {
  /**
   * `each`: every block stands for itself. `merged`: several add up to one. `always`: and it is there unwritten too.
   * `last`: the last one counts, with a report.
   */
  readonly repeat: 'each' | 'merged' | 'always' | 'last'
  /** A further word before the brace makes the block useless; otherwise it has no effect. */
  readonly exact?: true
}

/** A keyword, words that identify the block, and keywords inside it. */
export interface Block<F extends string = string, H = object, R = readonly unknown[], M = BlockFacts['repeat']> {
  readonly kind: 'block'
  readonly keyword: string
  readonly field: F
  /** Reads the words between keyword and brace, as fields. */
  readonly head: ValueType<H>
  readonly rows: R
  readonly facts: BlockFacts & { readonly repeat: M }
}

export type Row = Leaf | List | (Block & { readonly rows: readonly Row[] })

export function leaf<const F extends string, V, const A extends LeafFacts<NoInfer<V>>>(
  keyword: string,
  field: F,
  type: ValueType<V>,
  facts: A,
): Leaf<F, V, PresenceOf<A>> {
  const presence =
    facts.repeat === 'each'
      ? 'each'
      : facts.default === derived
        ? 'derived'
        : facts.default !== undefined
          ? 'constant'
          : facts.required
            ? 'required'
            : 'absent'
  return { kind: 'leaf', keyword, field, type, facts, presence: presence as PresenceOf<A> }
}

type PresenceOf<A> = A extends { readonly repeat: 'each' }
  ? 'each'
  : A extends { readonly default: Derived }
    ? 'derived'
    : A extends { readonly default: unknown }
      ? 'constant'
      : A extends { readonly required: true }
        ? 'required'
        : 'absent'

/** Entries that are single words, any number on a line. */
export function words<const F extends string, V>(
  keyword: string,
  field: F,
  head: ValueType<V>,
  facts: ListFacts,
): List<F, V, readonly []> {
  return { kind: 'list', keyword, field, each: 'word', head, rows: [], facts }
}

interface Parts<H, R> {
  readonly head: ValueType<H>
  readonly rows: R
}

/** Entries that are lines: a head, then options in any order. */
export function lines<const F extends string, H extends object, const R extends readonly Leaf[]>(
  keyword: string,
  field: F,
  { head, rows }: Parts<H, R>,
  facts: ListFacts,
): List<F, H, R> {
  return { kind: 'list', keyword, field, each: 'line', head, rows, facts }
}

export function block<
  const F extends string,
  H extends object,
  const R extends readonly Row[],
  const M extends BlockFacts['repeat'],
>(
  keyword: string,
  field: F,
  { head, rows }: Parts<H, R>,
  facts: BlockFacts & { readonly repeat: M },
): Block<F, H, R, M> {
  return { kind: 'block', keyword, field, head, rows, facts }
}

/** Where something was written, and where each of its fields was, in the order in which they first were. */
export interface Written<F extends string = string> {
  readonly at: Span
  readonly spans: { readonly [K in F]?: Span }
  /** The closing brace, where the last of what was written is a block. */
  readonly end?: Span
}

/** `final`: defaults are filled in and nothing changes any more. `draft`: on the way there. */
type Stage = 'final' | 'draft'

type Flat<T> = { [K in keyof T]: T[K] } & {}
type Widen<V> = [V] extends [boolean] ? boolean : V
type FieldOf<R> = R extends { readonly field: infer F extends string } ? F : never
type WithField<R, F> = R extends { readonly field: F } ? R : never
type NamesOf<H, Q> = Extract<keyof H, string> | FieldOf<Q>

/** Rows that hold any number of values. */
type Plural =
  | { readonly kind: 'list' }
  | { readonly kind: 'leaf'; readonly presence: 'each' }
  | { readonly kind: 'block'; readonly facts: { readonly repeat: 'each' } }
/** Rows that have no value unless it was written. */
type Absent =
  | { readonly kind: 'leaf'; readonly presence: 'absent' }
  | { readonly kind: 'block'; readonly facts: { readonly repeat: 'merged' | 'last' } }

type GivenField<Q> = Q extends Absent ? never : FieldOf<Q>
/** Fields that a draft has from the start. */
type InitialField<Q> = Q extends
  | Plural
  | { readonly kind: 'leaf'; readonly presence: 'constant' }
  | { readonly kind: 'block'; readonly facts: { readonly repeat: 'always' } }
  ? FieldOf<Q>
  : never

type FieldValue<R, S extends Stage> = [R] extends [Plural]
  ? S extends 'final'
    ? readonly OneValue<R, S>[]
    : OneValue<R, S>[]
  : OneValue<R, S>

type OneValue<R, S extends Stage> =
  R extends Leaf<string, infer V>
    ? Widen<V>
    : R extends List<string, infer H, infer O>
      ? H extends object
        ? Bound<H, O, S>
        : H
      : R extends Block<string, infer H, infer B>
        ? Bound<H, B, S>
        : never

type Bound<H, R, S extends Stage> = R extends readonly (infer Q)[]
  ? S extends 'final'
    ? FinalBlock<H, Q>
    : DraftBlock<H, Q>
  : never

type FinalBlock<H, Q> = Flat<
  Readonly<H> & { readonly [F in GivenField<Q>]: FieldValue<WithField<Q, F>, 'final'> } & {
    readonly [F in Exclude<FieldOf<Q>, GivenField<Q>>]?: FieldValue<WithField<Q, F>, 'final'>
  } & Written<NamesOf<H, Q>>
>

type DraftBlock<H, Q> = Flat<
  { -readonly [K in keyof H]: H[K] } & { [F in InitialField<Q>]: FieldValue<WithField<Q, F>, 'draft'> } & {
    [F in Exclude<FieldOf<Q>, InitialField<Q>>]?: FieldValue<WithField<Q, F>, 'draft'> | undefined
  } & { at: Span; spans: { [F in NamesOf<H, Q>]?: Span }; end?: Span }
>

/** The finished value of one block of this row. */
export type Infer<B> = B extends { head: ValueType<infer H>; rows: infer R } ? Bound<H, R, 'final'> : never
/** The same as written, with constant defaults. */
export type Draft<B> = B extends { head: ValueType<infer H>; rows: infer R } ? Bound<H, R, 'draft'> : never
/** Fields of a block whose default is worked out from other settings. */
export type DerivedField<B> = B extends { rows: readonly (infer R)[] }
  ? R extends { field: infer F; presence: 'derived' }
    ? F
    : never
  : never
