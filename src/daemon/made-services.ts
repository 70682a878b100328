import type { MemoryPort } from './ports.ts'

const name = 'services'

/** The keys of the virtual services that kac made or took over: the kernel does not keep who did. */
export interface MadeServices {
  recall(): Promise<ReadonlySet<string>>
  remember(keys: Iterable<string>): Promise<void>
}

export function madeServices(memory: MemoryPort): MadeServices {
  return {
    recall: async () => new Set((await memory.recall(name))?.split('\n').filter((key) => key !== '')),
    remember: (keys) => memory.remember(name, [...keys].sort().join('\n')),
  }
}
