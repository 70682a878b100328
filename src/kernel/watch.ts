import { KacError } from '../base/index.ts'
import { type Address, addressKind, type Link, linkKind } from './kinds/index.ts'
import type { KernelPort, News, Subscription } from './port.ts'
import { type KernelState, readState } from './state.ts'
import {
  RTM_DELADDR,
  RTM_DELLINK,
  RTM_DELROUTE,
  RTM_DELRULE,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTNLGRP_IPV4_IFADDR,
  RTNLGRP_IPV4_ROUTE,
  RTNLGRP_IPV4_RULE,
  RTNLGRP_IPV6_IFADDR,
  RTNLGRP_IPV6_ROUTE,
  RTNLGRP_IPV6_RULE,
  RTNLGRP_LINK,
} from './wire/constants.ts'
import type { Frame } from './wire/index.ts'

export type KernelEvent =
  /** All links and addresses: first of all, and again after events were lost. */
  | { readonly kind: 'state'; readonly state: KernelState }
  | { readonly kind: 'link'; readonly object: Link; readonly gone: boolean }
  | { readonly kind: 'address'; readonly object: Address; readonly gone: boolean }
  /** The state or the events could not be read: what is known may be out of date. */
  | { readonly kind: 'failed'; readonly error: unknown }

const groups = [RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR]

/** Groups that tell of routes and rules. */
export const routingGroups = [RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE]

/** Whether a route or a rule went. */
export function isRemoval({ type }: Frame): boolean {
  return type === RTM_DELROUTE || type === RTM_DELRULE
}

/** Follows links and addresses. An event may tell what the `state` before it had already. */
export function watch(port: KernelPort, onEvent: (event: KernelEvent) => void): Subscription {
  const watcher = new Watcher(port, onEvent)
  const subscription = port.listen(groups, (news) => watcher.hear(news))
  watcher.synchronise()
  return subscription
}

class Watcher {
  readonly #port: KernelPort
  readonly #onEvent: (event: KernelEvent) => void
  readonly #names = new Map<number, string>()
  readonly #links = {
    nameOf: (index: number) => this.#names.get(index),
    indexOf: (name: string) => [...this.#names].find((entry) => entry[1] === name)?.[0],
  }
  /** What is heard while the state is read: told afterwards. */
  #held: Frame[] | undefined

  constructor(port: KernelPort, onEvent: (event: KernelEvent) => void) {
    this.#port = port
    this.#onEvent = onEvent
  }

  hear(news: News): void {
    switch (news.kind) {
      case 'lost':
        this.synchronise()
        break
      case 'ended':
        this.#onEvent({ kind: 'failed', error: new KacError(news.code, 'events of the kernel can not be read') })
        break
      case 'frames':
        if (this.#held) this.#held.push(...news.frames)
        else for (const frame of news.frames) this.#tell(frame)
    }
  }

  synchronise(): void {
    const held: Frame[] = []
    this.#held = held
    const release = (first: KernelEvent) => {
      if (this.#held !== held) return // Lost again meanwhile: a later reading tells.
      this.#held = undefined
      this.#onEvent(first)
      for (const frame of held) this.#tell(frame)
    }
    readState(this.#port, { only: ['address'] }).then(
      (state) => {
        this.#names.clear()
        for (const { index, name } of state.link) this.#names.set(index, name)
        release({ kind: 'state', state })
      },
      (error) => release({ kind: 'failed', error }),
    )
  }

  #tell(frame: Frame): void {
    const gone = frame.type === RTM_DELLINK || frame.type === RTM_DELADDR
    if (frame.type === RTM_NEWLINK || frame.type === RTM_DELLINK) {
      const object = linkKind.decode({ ...frame, type: RTM_NEWLINK }, this.#links)
      if (!object) return
      if (gone) this.#names.delete(object.index)
      else this.#names.set(object.index, object.name)
      this.#onEvent({ kind: 'link', object, gone })
    } else if (frame.type === RTM_NEWADDR || frame.type === RTM_DELADDR) {
      const object = addressKind.decode({ ...frame, type: RTM_NEWADDR }, this.#links)
      if (object) this.#onEvent({ kind: 'address', object, gone })
    }
  }
}
