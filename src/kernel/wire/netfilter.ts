import { be16, struct, u8 } from './types.ts'

/** struct nfgenmsg, which opens every message of netfilter. */
export const netfilterHeader = struct({ nfgen_family: u8, version: u8, res_id: be16 })
