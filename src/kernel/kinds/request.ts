import type { Family } from '../../base/index.ts'
import type { Message } from '../port.ts'
import { AF_INET, AF_INET6 } from '../wire/constants.ts'
import { encode, type Type } from '../wire/index.ts'

/** An rtnetlink message. */
export function request<T>(type: number, flags: number, format: Type<T>, fields: Partial<T>): Message {
  return { kind: 'rtnetlink', type, flags, body: encode(format, fields) }
}

export function familyNumber(family: Family): number {
  return family === 4 ? AF_INET : AF_INET6
}
