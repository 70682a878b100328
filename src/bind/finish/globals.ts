import type { ConfigDraft } from '../config.ts'

/** Global settings that are those of another one unless given. */
export function settleGlobals(global: ConfigDraft['global']): void {
  global.garpLowerPrioDelay ??= global.garpMasterDelay
  global.garpLowerPrioRepeat ??= global.garpMasterRepeat
  global.snmpRealServerAge ??= global.snmpVirtualServerAge
  global.vmacAddressPrefix ??= global.vmacPrefix
}
