import { micros, seconds } from '../base/index.ts'
import type { VrrpInstance } from '../bind/index.ts'
import type { HmacSpec, RouterSpec } from './image.ts'

const utf8 = new TextEncoder()

type Signing = Pick<RouterSpec, 'authentication' | 'password' | 'hmac'>

/** The text of a key file; undefined where it cannot be read. */
export type ReadKey = (path: string) => string | undefined

/** How the adverts of an instance are signed. */
export function signingOf(instance: VrrpInstance, readKey: ReadKey): Signing {
  const { authentication } = instance
  const hmac = hmacOf(instance, readKey)
  return {
    authentication: authentication === undefined ? 'none' : authentication.type === 'AH' ? 'ah' : 'pass',
    password: utf8.encode(authentication?.password.reveal() ?? ''),
    ...(hmac && { hmac }),
  }
}

/** Absent without the block, and where the key that is to sign cannot be read: such a router must not run. */
function hmacOf({ hmac, advertInterval }: VrrpInstance, readKey: ReadKey): HmacSpec | undefined {
  if (!hmac) return undefined
  const keys = hmac.keys.flatMap(({ id, key }) => {
    const octets = octetsOf(key.reveal(), readKey)
    return octets ? [{ id, octets }] : []
  })
  if (!keys.some(({ id }) => id === hmac.activeKey)) return undefined
  const { activeKey, mode, antiReplay } = hmac
  const timeWindow = antiReplay === 'monotonic' ? micros(0) : (hmac.timeWindow ?? usualWindow(advertInterval))
  return { mode, activeKey, timeWindow, keys }
}

const keyBytes = { min: 32, max: 64 }

/** As they stand, behind `hex:`, or either of them in the file behind `file:`. */
function octetsOf(written: string, readKey: ReadKey): Uint8Array | undefined {
  const path = /^file:(.*)$/.exec(written)?.[1]
  const text = path === undefined ? written : readKey(path)?.trim()
  if (text === undefined) return undefined
  const digits = /^hex:((?:[0-9a-fA-F]{2})+)$/.exec(text)?.[1]?.match(/../g)
  const octets = digits ? Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16)) : utf8.encode(text)
  return octets.length >= keyBytes.min && octets.length <= keyBytes.max ? octets : undefined
}

/** Three advert intervals in whole seconds, from 5 to 300. */
function usualWindow(advertInterval: number) {
  return seconds(Math.min(Math.max(3 * Math.floor(advertInterval / 1e6), 5), 300))
}
