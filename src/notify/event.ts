import type { RouterState } from '../base/index.ts'
import type { Command } from '../bind/index.ts'

/** What scripts and pipes call a state, and how things end. */
export type NotifyState = 'MASTER' | 'BACKUP' | 'FAULT' | 'STOP' | 'DELETED'

/** What happened, in the order in which it did. */
export type NotifyEvent =
  | {
      readonly kind: 'transition'
      readonly router: string
      readonly to: RouterState
      readonly priority: number
      /** For a router that goes to INIT: nobody stopped it unless `removed` by a reload. */
      readonly removed?: boolean
      /** FAULT for want of a first result: nothing is said of it until there is one. */
      readonly waiting?: boolean
    }
  /** The first result of what a router waited for is that it failed. */
  | { readonly kind: 'failed'; readonly router: string }
  /** What a router was already when this daemon came. */
  | { readonly kind: 'found'; readonly router: string; readonly state: RouterState; readonly priority: number }
  | { readonly kind: 'priority'; readonly router: string; readonly state: RouterState; readonly priority: number }
  /** A master heard one of lower priority. */
  | { readonly kind: 'lower-advert'; readonly router: string }
  | { readonly kind: 'reloaded' }
  | { readonly kind: 'stopped' }

/** What to do about it, in order. */
export type NotifyEffect =
  | { readonly kind: 'script'; readonly command: Command; readonly args: readonly string[] }
  /** For the pipes of that half, with its newline. */
  | { readonly kind: 'line'; readonly half: Half; readonly line: string }
  | { readonly kind: 'mail'; readonly subject: string; readonly body: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'warn'; readonly text: string }

/** Virtual routers, or virtual servers: each has a pipe of its own. */
export type Half = 'vrrp' | 'lvs'
