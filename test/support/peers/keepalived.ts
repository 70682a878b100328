import { type Host, type Running, until } from '../lab/index.ts'

/** Starts Debian's keepalived with this configuration and returns when it has read it. */
export async function keepalived(host: Host, configuration: string): Promise<Running> {
  const file = host.write('keepalived.conf', configuration)
  const daemon = host.spawn('keepalived', ['--dont-fork', '--log-console', '--log-detail', '--no-syslog', '-f', file])
  await until(() => daemon.output.includes('Startup complete') || daemon.exit, {
    within: 10_000,
    what: () => daemon.output,
  })
  if (daemon.exit) throw new Error(`keepalived ended: ${daemon.output}`)
  return daemon
}
