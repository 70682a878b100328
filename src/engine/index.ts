/**
 * From `Config` to a running kac-engine: what its virtual routers need is encoded ahead of time into an image, and
 * the engine is spoken to over its control socket. Never touches the kernel or the network itself.
 */
export { type ByteStream, EngineClient, type Patience } from './client.ts'
export { type CompiledEngine, compileEngine } from './compile.ts'
export { type ControlRole, controlVersion } from './control.ts'
export { announcer } from './frames.ts'
export type { CompileNote, EngineFacts } from './host-facts.ts'
export { routerIdentity, sameRouters } from './identity.ts'

export {
  type EngineImage,
  emptyImage,
  encodeImage,
  type FrameSpec,
  type HmacSpec,
  imageVersion,
  type ObjectSpec,
  type OldChecksum,
  type PeerSpec,
  type RouterSpec,
  type SocketSpec,
  type TrackerSpec,
} from './image.ts'

export { Encodings } from './objects.ts'
export type { SessionSpec } from './sessions.ts'
export type {
  EngineHello,
  EngineLateness,
  EngineLowerPriority,
  EngineObjectFailed,
  EnginePriority,
  EngineRejected,
  EngineRouterStatus,
  EngineSessionChange,
  EngineSessionStatus,
  EngineStatus,
  EngineStranger,
  EngineStrangerStatus,
  EngineTell,
  EngineTransition,
  SessionState,
} from './tells.ts'
export { trackerId } from './trackers.ts'
