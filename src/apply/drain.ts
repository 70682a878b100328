import { type Micros, seconds } from '../base/index.ts'
import {
  type IpvsDestination,
  KernelError,
  type KernelPort,
  kinds,
  linkNames,
  readTableState,
} from '../kernel/index.ts'
import { connectionsAtRisk, type Plan } from '../plan/index.ts'

export interface Patience {
  /** Connections that are left then are cut. */
  readonly within: Micros
  readonly now: () => Micros
  readonly sleep: (duration: Micros) => Promise<void>
  /** How many connections are left, each time that they are counted. */
  readonly onCount: (connections: number) => void
}

const countEvery = seconds(1)

/**
 * Gives the destinations that a plan removes no new connections, and waits for those that they have. The plan holds as
 * before: weights are put back when it is taken back. Throws KernelError.
 */
export async function drain(plan: Plan, kernel: KernelPort, patience: Patience): Promise<void> {
  const going = plan.changes.flatMap((change) =>
    change.action === 'remove' && change.kind === 'destination' ? [change.before] : [],
  )
  if (going.length === 0) return
  const keys = new Set(going.map(kinds.destination.key))
  const end = patience.now() + patience.within
  await quiesce(going, kernel)
  for (;;) {
    const { destination } = await readTableState(kernel)
    const left = destination.filter((each) => keys.has(kinds.destination.key(each)))
    const connections = left.reduce((sum, each) => sum + connectionsAtRisk(each), 0)
    patience.onCount(connections)
    if (connections === 0 || patience.now() >= end) return
    await patience.sleep(countEvery)
  }
}

async function quiesce(going: readonly IpvsDestination[], kernel: KernelPort): Promise<void> {
  const messages = going.flatMap((each) => kinds.destination.update({ ...each, weight: 0 }, linkNames([])))
  const answers = await kernel.exchange(messages)
  for (const [index, { refusal }] of answers.entries()) {
    const destination = going[index]
    if (!refusal || !destination) continue
    throw new KernelError({ op: 'update', kind: 'destination', key: kinds.destination.key(destination) }, refusal)
  }
}
