import type { CheckSpec } from '../spec.ts'
import { ended, failure, type Kind, success } from './kind.ts'

type DnsCheck = Extract<CheckSpec, { kind: 'dns' }>

/** RFC 1035 section 3.2.2, RFC 3596, RFC 4034. */
const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, RRSIG: 46, DNSKEY: 48 }
const responseCodes = ['no error', 'format error', 'server failure', 'no such name', 'unknown sort of query', 'refused']

const HEADER_BYTES = 12
const MESSAGE_MAX = 65_535
/** One socket is used for one query only, so that its port tells the answer and the identifier need not be secret. */
const ID = 0x6b61

/** An answer without an error code; what it holds does not matter. */
export const dns: Kind<DnsCheck> = {
  exchange: (check) => ({ kind: 'datagram', payload: query(check), answerMax: MESSAGE_MAX }),
  judge(_check, answer) {
    if (answer.outcome !== 'answered') return ended(answer)
    const { bytes } = answer
    if (bytes.length < HEADER_BYTES || readU16(bytes, 0) !== ID) return failure('what came back is no answer to it')
    const flags = readU16(bytes, 2)
    if (!(flags & 0x8000)) return failure('what came back is a query')
    const code = flags & 0xf
    return code === 0 ? success : failure(`answered with ${responseCodes[code] ?? `code ${code}`}`)
  },
}

/** RFC 1035 section 4.1: one question, recursion desired. */
function query({ queryName, queryType }: DnsCheck): Uint8Array {
  const labels = queryName.split('.').filter((label) => label !== '')
  const name = labels.flatMap((label) => {
    const octets = [...new TextEncoder().encode(label)]
    return [octets.length, ...octets]
  })
  const type = types[queryType as keyof typeof types]
  return Uint8Array.from([ID >> 8, ID & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...name, 0, 0, type, 0, 1])
}

function readU16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
