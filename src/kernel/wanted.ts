import type { Micros, Span } from '../base/index.ts'
import { type KindName, kindNames, type Objects } from './kinds/index.ts'
import type { KernelState } from './state.ts'

/** Which line asks for an object, and of which block it is. */
export interface Because {
  /** As plans name it: `vrrp_instance.VI_1`. */
  readonly block: string
  readonly blockAt: Span
  /** The keyword in the block. */
  readonly setting: string
  readonly at: Span
}

/** What the network hears of a new address. */
export interface Announcement {
  readonly kind: 'gratuitous ARP' | 'unsolicited NA'
  readonly now: number
  /** A second block, that much later. */
  readonly again?: { readonly count: number; readonly after: Micros }
}

/** An object that the configuration speaks of: it is to be there, or it is not. */
export interface Wanted<T> {
  readonly object: T
  readonly present: boolean
  /** Absent where no line of a configuration says so. */
  readonly because?: Because
  readonly announcement?: Announcement
}

/** All that the configuration says of each kind. Objects of ours that it does not speak of are to go. */
export type WantedState = { readonly [K in KindName]: readonly Wanted<Objects[K]>[] }

/** All of this state is wanted, and no line says why. */
export function wantedOf(state: KernelState): WantedState {
  return wantedEach((kind) => state[kind].map((object) => ({ object, present: true })))
}

/** Wishes made kind by kind. */
export function wantedEach(wishes: <K extends KindName>(kind: K) => readonly Wanted<Objects[K]>[]): WantedState {
  return Object.fromEntries(kindNames.map((kind) => [kind, wishes(kind)])) as unknown as WantedState
}

/** All that any of these say. */
export function wantedTogether(parts: readonly WantedState[]): WantedState {
  return wantedEach(<K extends KindName>(kind: K) =>
    parts.flatMap((part) => part[kind] as readonly Wanted<Objects[K]>[]),
  )
}
