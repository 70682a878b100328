import { ownSettings, type WantedSettings } from '../../desired/index.ts'
import { type IpvsTimeout, objectId } from '../../kernel/index.ts'
import type { MemoryPort } from '../ports.ts'
import { recallValue } from '../recall-value.ts'

const name = 'ipvs'

/** What was done to the settings of IPVS: those that are ours, by id, and the timeouts that were there before. */
export interface SettingsDone {
  readonly ours: readonly string[]
  readonly before?: readonly IpvsTimeout[]
}

export interface DoneSettings {
  recall(): Promise<SettingsDone>
  remember(done: SettingsDone): Promise<void>
}

export function doneSettings(memory: MemoryPort): DoneSettings {
  return {
    recall: async () => ((await recallValue(memory, name)) ?? { ours: [] }) as SettingsDone,
    remember: (done) => memory.remember(name, JSON.stringify(done)),
  }
}

/** What is asked for, and timeouts as they were that are ours and not asked for any more; and all ids that are ours. */
export function settingsAfter(
  asked: WantedSettings,
  { ours, before = [] }: SettingsDone,
): { readonly want: WantedSettings; readonly known: readonly string[] } {
  const sorts = new Set(asked['ipvs timeout'].map(({ object }) => object.sort))
  const restored = before
    .filter((each) => !sorts.has(each.sort) && ours.includes(objectId('ipvs timeout', each)))
    .map((object) => ({ object, present: true }))
  return {
    want: { 'sync daemon': asked['sync daemon'], 'ipvs timeout': [...asked['ipvs timeout'], ...restored] },
    known: [...new Set([...ours, ...ownSettings(asked)])],
  }
}
