import type { Draft, Infer, root } from '../../grammar/index.ts'

/** The whole configuration of one host: plain values, defaults filled in, frozen. */
export type Config = Infer<typeof root>
export type GlobalDefs = Config['global']
export type VrrpInstance = Config['vrrpInstances'][number]
export type VirtualAddress = VrrpInstance['virtualAddresses'][number]
export type SyncGroup = Config['syncGroups'][number]
/** A program to run, and as whom. */
export type Command = NonNullable<VrrpInstance['notify']>
export type VrrpScript = Config['vrrpScripts'][number]
export type TrackFile = Config['trackFiles'][number]
export type TrackProcess = Config['trackProcesses'][number]
export type RouteLine = VrrpInstance['virtualRoutes'][number]
export type RuleLine = VrrpInstance['virtualRules'][number]
export type UnicastPeer = VrrpInstance['unicastPeers'][number]
export type Authentication = NonNullable<VrrpInstance['authentication']>
export type VirtualServer = Config['virtualServers'][number]
export type RealServer = VirtualServer['realServers'][number]
export type Check = RealServer['checks'][number]
export type TcpCheck = Extract<Check, { kind: 'tcp' }>
export type HttpCheck = Extract<Check, { kind: 'http' }>

/** What was written, before defaults and adjustments. */
export type ConfigDraft = Draft<typeof root>
export type VrrpInstanceDraft = ConfigDraft['vrrpInstances'][number]
export type VirtualAddressDraft = VrrpInstanceDraft['virtualAddresses'][number]
export type UnicastPeerDraft = VrrpInstanceDraft['unicastPeers'][number]
export type VirtualServerDraft = ConfigDraft['virtualServers'][number]
export type RealServerDraft = VirtualServerDraft['realServers'][number]
export type CheckDraft = RealServerDraft['checks'][number]
