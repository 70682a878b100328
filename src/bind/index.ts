export { type Bound, bind } from './bind.ts'
export type {
  Authentication,
  Check,
  Config,
  GlobalDefs,
  HttpCheck,
  RealServer,
  TcpCheck,
  UnicastPeer,
  VirtualAddress,
  VirtualServer,
  VrrpInstance,
} from './config.ts'
