import { micros } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'

/** Global settings that are those of another one unless given. */
export function settleGlobals(global: ConfigDraft['global']): void {
  if (global.minimalGarp) settleMinimalGarp(global)
  global.garpLowerPrioDelay ??= global.garpMasterDelay
  global.garpLowerPrioRepeat ??= global.garpMasterRepeat
  global.snmpRealServerAge ??= global.snmpVirtualServerAge
  global.vmacAddressPrefix ??= global.vmacPrefix
}

/** One announcement and no more, but for what is written. */
function settleMinimalGarp(global: ConfigDraft['global']): void {
  const { spans } = global
  if (!spans.garpMasterRepeat) global.garpMasterRepeat = 1
  if (!spans.garpMasterDelay) global.garpMasterDelay = micros(0)
  if (!spans.garpMasterRefresh) global.garpMasterRefresh = micros(0)
}
