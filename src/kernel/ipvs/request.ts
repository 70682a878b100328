import type { Message } from '../port.ts'
import { IPVS_GENL_VERSION } from '../wire/constants.ts'
import { encode, type IpvsFields, ipvsMessage } from '../wire/index.ts'

export function ipvsRequest(cmd: number, fields: Partial<IpvsFields>): Message {
  return {
    kind: 'generic',
    family: 'IPVS',
    flags: 0,
    body: encode(ipvsMessage, { cmd, version: IPVS_GENL_VERSION, ...fields }),
  }
}
