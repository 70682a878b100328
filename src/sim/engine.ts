/** The engine of the addon, as far as a simulated host needs it. */
export interface NativeEngine {
  load(now: number, image: Uint8Array): void
  receive(now: number, socket: number, bytes: Uint8Array, from: Uint8Array, to: Uint8Array, ttl: number): void
  link(now: number, index: number, name: string, up: boolean): void
  address(now: number, index: number, address: Uint8Array, prefix: number, present: boolean, byUs: boolean): void
  tracker(now: number, id: string, value?: number): void
  shutdown(now: number): void
  handleTimeout(now: number): void
  nextTimeout(): number | undefined
  poll(): EngineAction | undefined
  status(router: number): { readonly state: string }
}

/** What an engine wants done; which fields there are depends on the kind. */
export interface EngineAction {
  readonly kind: string
  readonly socket?: number
  readonly source?: Uint8Array
  readonly destination?: Uint8Array
  readonly ttl?: number
  readonly bytes?: Uint8Array
  readonly messages?: Uint8Array
  readonly name?: string
  readonly from?: string
  readonly to?: string
  readonly reason?: string
}
