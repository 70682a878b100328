/**
 * From statements to one typed, frozen configuration by the keyword table: values read, defaults filled in, and the
 * adjustments made that keepalived makes after reading.
 */
export { type Bound, bind } from './bind.ts'
export type {
  Authentication,
  Check,
  Command,
  Config,
  GlobalDefs,
  HttpCheck,
  RealServer,
  RouteLine,
  RuleLine,
  SyncGroup,
  TcpCheck,
  TrackFile,
  TrackProcess,
  UnicastPeer,
  VirtualAddress,
  VirtualServer,
  VrrpInstance,
  VrrpScript,
} from './config.ts'
export { upsetsBlocks, withMisread } from './misread.ts'
export { type References, referencesOf } from './references.ts'
export {
  keepalivedServerName,
  keepalivedServiceName,
  virtualServerNames,
} from './server-names.ts'
export { type Tracked, type TrackedKind, trackedBy } from './tracked.ts'
