import { Kac } from '../../test/support/cli/kac.ts'
import type { Host } from '../../test/support/lab/index.ts'
import { keepalived } from '../../test/support/peers/index.ts'

/** What is measured side by side: each starts on a host with a configuration, and is ready when it returns. */
export interface Program {
  readonly name: string
  start(host: Host, configuration: string): Promise<{ reload(configuration: string): void }>
}

export const programs: readonly Program[] = [
  {
    name: 'kac',
    async start(host, configuration) {
      const { daemon } = await Kac.start(host, configuration)
      return {
        reload(next) {
          host.write('keepalived.conf', next)
          daemon.signal('SIGHUP')
        },
      }
    },
  },
  {
    name: 'keepalived',
    async start(host, configuration) {
      const daemon = await keepalived(host, configuration)
      return {
        reload(next) {
          host.write('keepalived.conf', next)
          daemon.signal('SIGHUP')
        },
      }
    },
  },
]
