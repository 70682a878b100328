import type { Findings } from '../../base/index.ts'
import type { GlobalDefs, VrrpInstanceDraft } from '../config.ts'

export interface FinishContext {
  readonly global: GlobalDefs
  readonly findings: Findings
}

/** One thing that keepalived checks or changes in an instance after reading the file. */
export type RouterRule = (router: VrrpInstanceDraft, cx: FinishContext) => void
