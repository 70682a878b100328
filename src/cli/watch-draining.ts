import { KacError, seconds } from '../base/index.ts'
import { askDaemon, systemClock } from '../host/index.ts'
import type { Plan } from '../plan/index.ts'
import { type DrainingStatus, drainingText } from '../status/index.ts'
import type { Terminal } from './terminal.ts'

const looksEvery = seconds(1)

interface Watched {
  readonly plan: Plan
  /** Of the text that was applied. */
  readonly digest: string
}

/** Shows what becomes of connections of real servers that a plan takes away, until the daemon drains none of them. */
export async function watchDraining(socket: string, { plan, digest }: Watched, terminal: Terminal): Promise<void> {
  const going = new Set(plan.changes.flatMap(({ action, id }) => (action === 'remove' ? [id] : [])))
  let before: readonly DrainingStatus[] = []
  let said = ''
  for (;;) {
    const status = await askDaemon(socket, 'status')
    if (!status) throw new KacError('daemon-away', 'the daemon has gone; the next one goes on draining')
    if (status.configuration?.digest !== digest)
      throw new KacError('overtaken', 'another configuration is in force by now: nothing more is known of this one')
    const left = status.draining?.filter((each) => going.has(idOf(each))) ?? []
    for (const { server, connections } of cut(before, left))
      terminal.err(`kac: ${server} has had its time: connections that were cut: ${connections}`)
    if (left.length === 0) return
    // How long it may still take is no news.
    const news = left.map((each) => `${idOf(each)} ${each.connections}`).join()
    if (news !== said) terminal.err(`kac: ${drainingText(left)}`)
    said = news
    before = left
    await systemClock.sleep(looksEvery)
  }
}

/** Who had connections when there was no time left. */
function cut(before: readonly DrainingStatus[], left: readonly DrainingStatus[]): DrainingStatus[] {
  const there = new Set(left.map(idOf))
  return before.filter(
    (each) => !there.has(idOf(each)) && each.connections > 0 && each.secondsLeft <= (2 * looksEvery) / 1e6,
  )
}

/** As a plan has it. */
function idOf({ service, server }: DrainingStatus): string {
  return `destination ${service} -> ${server}`
}
