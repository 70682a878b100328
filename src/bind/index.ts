/**
 * From statements to one typed, frozen configuration by the keyword table: values read, defaults filled in, and the
 * adjustments made that keepalived makes after reading.
 */
export { type Bound, bind } from './bind.ts'
export type {
  Authentication,
  Check,
  Config,
  GlobalDefs,
  HttpCheck,
  RealServer,
  RouteLine,
  RuleLine,
  TcpCheck,
  UnicastPeer,
  VirtualAddress,
  VirtualServer,
  VrrpInstance,
} from './config.ts'
export { upsetsBlocks, withMisread } from './misread.ts'
