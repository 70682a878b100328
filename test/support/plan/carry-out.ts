import {
  type KernelPort,
  type KernelState,
  kindNames,
  linkNames,
  type Refusal,
  readState,
} from '../../../src/kernel/index.ts'
import { type Step, stepMessages } from '../../../src/plan/index.ts'

/** Does one step. Returns what the kernel said against it. */
export async function attempt(step: Step, kernel: KernelPort): Promise<Refusal | undefined> {
  const { link } = await readState(kernel, { only: ['link'] })
  const answers = await kernel.exchange(stepMessages(step, linkNames(link)))
  return answers.map(({ refusal }) => refusal).find((refusal) => refusal !== undefined)
}

/** Does each step by itself. Returns what the kernel refused. */
export async function carryOut(steps: readonly Step[], kernel: KernelPort): Promise<string[]> {
  const refused: string[] = []
  for (const step of steps) {
    const refusal = await attempt(step, kernel)
    if (refusal) refused.push(`${JSON.stringify(step)}: ${refusal.code} ${refusal.text ?? ''}`)
  }
  return refused
}

/** The steps that make all this where there is nothing. */
export function creation(state: KernelState): Step[] {
  return kindNames.flatMap((kind) => state[kind].map((object) => ({ action: 'create', kind, object }) as Step))
}
