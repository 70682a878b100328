import type { MemoryPort } from '../ports.ts'

const name = 'services'
const sign = 'begun '

/** Keys of virtual services. */
export interface Made {
  readonly all: ReadonlySet<string>
  /** Of these, those that whoever laid them may not have come to the end of: who is not behind them is not down for it. */
  readonly begun: ReadonlySet<string>
}

/** The virtual services that kac made or took over: the kernel does not keep who did. */
export interface MadeServices {
  recall(): Promise<Made>
  /** `begun`: those among them that are not there yet. */
  remember(keys: Iterable<string>, begun?: ReadonlySet<string>): Promise<void>
}

export function madeServices(memory: MemoryPort): MadeServices {
  let known: string | undefined
  return {
    recall: async () => {
      known ??= (await memory.recall(name)) ?? ''
      const lines = known.split('\n').filter((line) => line !== '')
      const begun = lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(sign.length)] : []))
      return { all: new Set([...lines.filter((line) => !line.startsWith(sign)), ...begun]), begun: new Set(begun) }
    },
    remember: async (keys, begun = new Set()) => {
      const text = [...keys]
        .map((key) => (begun.has(key) ? `${sign}${key}` : key))
        .sort()
        .join('\n')
      if (text !== known) await memory.remember(name, text)
      known = text
    },
  }
}
