import type { StatsFields } from '../wire/index.ts'

/** Counters since creation, and rates as the kernel estimates them. */
export interface IpvsStats {
  readonly connections: bigint
  readonly packetsIn: bigint
  readonly packetsOut: bigint
  readonly bytesIn: bigint
  readonly bytesOut: bigint
  readonly connectionsPerSecond: bigint
  readonly packetsInPerSecond: bigint
  readonly packetsOutPerSecond: bigint
  readonly bytesInPerSecond: bigint
  readonly bytesOutPerSecond: bigint
}

/** From the 64-bit counters, or from the 32-bit ones of kernels before 4.1. */
export function statsOf(fields: StatsFields = {}): IpvsStats {
  return {
    connections: BigInt(fields.IPVS_STATS_ATTR_CONNS ?? 0),
    packetsIn: BigInt(fields.IPVS_STATS_ATTR_INPKTS ?? 0),
    packetsOut: BigInt(fields.IPVS_STATS_ATTR_OUTPKTS ?? 0),
    bytesIn: BigInt(fields.IPVS_STATS_ATTR_INBYTES ?? 0),
    bytesOut: BigInt(fields.IPVS_STATS_ATTR_OUTBYTES ?? 0),
    connectionsPerSecond: BigInt(fields.IPVS_STATS_ATTR_CPS ?? 0),
    packetsInPerSecond: BigInt(fields.IPVS_STATS_ATTR_INPPS ?? 0),
    packetsOutPerSecond: BigInt(fields.IPVS_STATS_ATTR_OUTPPS ?? 0),
    bytesInPerSecond: BigInt(fields.IPVS_STATS_ATTR_INBPS ?? 0),
    bytesOutPerSecond: BigInt(fields.IPVS_STATS_ATTR_OUTBPS ?? 0),
  }
}
