import { type KernelPort, type KernelState, kindNames, linkNames, readState } from '../../../src/kernel/index.ts'
import { type Step, stepMessages } from '../../../src/plan/index.ts'

/** Does each step by itself. Returns what the kernel refused. */
export async function carryOut(steps: readonly Step[], kernel: KernelPort): Promise<string[]> {
  const refused: string[] = []
  for (const step of steps) {
    const { link } = await readState(kernel, ['link'])
    for (const { refusal } of await kernel.exchange(stepMessages(step, linkNames(link)))) {
      if (refusal)
        refused.push(`${step.action} ${step.kind} ${JSON.stringify(step)}: ${refusal.code} ${refusal.text ?? ''}`)
    }
  }
  return refused
}

/** The steps that make all this where there is nothing. */
export function creation(state: KernelState): Step[] {
  return kindNames.flatMap((kind) => state[kind].map((object) => ({ action: 'create', kind, object }) as Step))
}
