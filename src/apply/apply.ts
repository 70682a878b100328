import { KernelError, type KernelPort, linkNames, readState } from '../kernel/index.ts'
import { type Operation, type Step, stepMessages } from '../plan/index.ts'

/** What carrying out operations came to. */
export type Applied =
  | { readonly kind: 'done' }
  /** A step was refused; `left` are the others that could not be taken back, none where all could. */
  | { readonly kind: 'undone'; readonly failure: KernelError; readonly left: readonly Operation[] }

interface Failed {
  readonly operation: Operation
  readonly error: KernelError
}

/**
 * Does the operations in order. What can go together goes in one exchange with the kernel. When it refuses one, none
 * further is begun and those that were done are taken back, the last one first.
 */
export async function apply(operations: readonly Operation[], kernel: KernelPort): Promise<Applied> {
  const done: Operation[] = []
  for (const batch of batches(operations)) {
    const failed = await execute(batch, 'step', kernel)
    done.push(...batch.filter((operation) => !failed.some((each) => each.operation === operation)))
    const [first] = failed
    if (first) return { kind: 'undone', failure: first.error, left: await undo(done, kernel) }
  }
  return { kind: 'done' }
}

async function undo(done: readonly Operation[], kernel: KernelPort): Promise<Operation[]> {
  const left: Operation[] = []
  for (const batch of batches(done.toReversed())) {
    left.push(...(await execute(batch, 'undo', kernel)).map(({ operation }) => operation))
  }
  return left
}

/** Nothing is taken off before all that is put on is there, and links are there before anything stands on them. */
function batches(operations: readonly Operation[]): Operation[][] {
  const found: Operation[][] = []
  let before = ''
  for (const operation of operations) {
    const { kind, action } = operation.step
    const sort = `${kind === 'link'} ${action === 'remove'}`
    if (sort !== before || found.length === 0) found.push([])
    found.at(-1)?.push(operation)
    before = sort
  }
  return found
}

async function execute(batch: readonly Operation[], way: 'step' | 'undo', kernel: KernelPort): Promise<Failed[]> {
  const { link } = await readState(kernel, ['link'])
  const links = linkNames(link)
  const messages = batch.map((operation) => stepMessages(operation[way], links))
  const answers = await kernel.exchange(messages.flat())
  const failed: Failed[] = []
  let at = 0
  for (const [index, operation] of batch.entries()) {
    const count = messages[index]?.length ?? 0
    const refusal = answers.slice(at, at + count).find((answer) => answer.refusal)?.refusal
    at += count
    if (refusal) failed.push({ operation, error: new KernelError(attempt(operation[way], operation), refusal) })
  }
  return failed
}

function attempt({ action, kind }: Step, { id }: Operation) {
  return { op: action, kind, key: id }
}
