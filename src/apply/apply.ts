import { KernelError, type KernelPort, kindNames, linkNames, readState, type Scope } from '../kernel/index.ts'
import { concernsIpvs, type Operation, type Plan, stepMessages, wayBack } from '../plan/index.ts'

/** What carrying a plan out came to. */
export type Applied =
  | { readonly kind: 'done' }
  /** A step was refused, and what was done was taken back; `left` is what could not be, none where all could. */
  | { readonly kind: 'undone'; readonly failure: KernelError; readonly left: readonly KernelError[] }

/**
 * Carries a plan out. What can go together goes in one exchange with the kernel. When it refuses a step none further is
 * begun, and the host is led back to where the plan began.
 */
export async function apply(plan: Plan, kernel: KernelPort, scope: Scope): Promise<Applied> {
  for (const batch of batches(plan.operations)) {
    const [failure] = await execute(batch, kernel)
    if (failure) return { kind: 'undone', failure, left: await goBack(plan, kernel, scope) }
  }
  return { kind: 'done' }
}

async function goBack(plan: Plan, kernel: KernelPort, scope: Scope): Promise<KernelError[]> {
  const left: KernelError[] = []
  const live = await readState(kernel, concernsIpvs(plan) ? { only: kindNames } : {})
  const operations = wayBack(plan, live, scope)
  for (const batch of batches(operations)) left.push(...(await execute(batch, kernel)))
  return left
}

/** Nothing is taken off before all that comes earlier is there, and links are there before anything stands on them. */
function batches(operations: readonly Operation[]): Operation[][] {
  const found: Operation[][] = []
  let before = ''
  for (const operation of operations) {
    const { kind, action } = operation.step
    const sort = `${kind === 'link'} ${action === 'remove'}`
    if (sort !== before) found.push([])
    found.at(-1)?.push(operation)
    before = sort
  }
  return found
}

async function execute(batch: readonly Operation[], kernel: KernelPort): Promise<KernelError[]> {
  const { link } = await readState(kernel, { only: ['link'] })
  const links = linkNames(link)
  const messages = batch.map(({ step }) => stepMessages(step, links))
  const answers = await kernel.exchange(messages.flat())
  const refused: KernelError[] = []
  let at = 0
  for (const [index, operation] of batch.entries()) {
    const count = messages[index]?.length ?? 0
    const refusal = answers.slice(at, at + count).find((answer) => answer.refusal)?.refusal
    at += count
    if (refusal) refused.push(new KernelError(attempt(operation), refusal))
  }
  return refused
}

/** An id is the kind and the key. */
function attempt({ step: { action, kind }, id }: Operation) {
  return { op: action, kind, key: id.slice(kind.length + 1) }
}
