import type { MemoryPort } from './ports.ts'

/**
 * What was remembered under this name as JSON; undefined when there is none. One that is damaged counts as none: files are
 * put in place whole, and a power cut takes the run directory with it. Throws KacError `memory` when it cannot be read.
 */
export async function recallValue(memory: MemoryPort, name: string): Promise<unknown> {
  return parsed((await memory.recall(name)) ?? '')
}

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
