import type { Host } from '../lab/index.ts'
import type { scenarios } from './scenarios.ts'

type Scenarios = typeof scenarios
type Outcome<N extends keyof Scenarios> = Awaited<ReturnType<Scenarios[N]>>

const agent = new URL('./agent.ts', import.meta.url).pathname

/** Runs a scenario in the network namespace of a host. */
export async function runOn<N extends keyof Scenarios>(
  host: Host,
  name: N,
  argument: Parameters<Scenarios[N]>[0],
): Promise<Outcome<N>> {
  const { code, stdout, stderr } = await host.run(process.execPath, [agent, name, JSON.stringify(argument)])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}
