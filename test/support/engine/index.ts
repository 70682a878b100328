export { buildEngine, type OtherEngine } from './build.ts'
/** A kac-engine without its daemon: hand-made images, and a client that speaks the control socket byte by byte. */
export { Control } from './control.ts'
export { engineProgram, TestEngine } from './engine.ts'
export { hostWithEngine, router, sources, vip } from './host.ts'
export { type Interface, image, interfaceOf, type TestRouter } from './image.ts'
export {
  type LoneEngine,
  loneAddress,
  loneRouter,
  loneSource,
  routersOf,
  startLone,
  startMaster,
  undisturbed,
} from './lone.ts'
