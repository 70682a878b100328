import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'vitest'
import { needs } from '../support/needs.ts'
import { playAndLook, scenarioIn } from '../support/scenario/index.ts'

/**
 * Each scenario is run with kac in network namespaces, some with keepalived at the other side; what was then on the wire
 * and in the kernels is compared with the file. `vitest -u` writes it: read the difference.
 */

const folder = new URL('../fixtures/shown/', import.meta.url)
const files = readdirSync(folder)

describe(
  'on the wire and in the kernel is what the keyword says',
  needs('root', 'ip', 'tcpdump', 'nft', 'keepalived'),
  () => {
    // Once more where a busy machine held a process up for longer than times are rounded.
    test.concurrent.for(files)('%s', { retry: 1 }, async (name, { expect }) => {
      const { pathname } = new URL(name, folder)
      const [scenario = ''] = readFileSync(pathname, 'utf8').split(/^== seen\n/m)
      const seen = await playAndLook(scenarioIn(scenario), !scenario.includes('\nuntimed\n'))
      await expect(`${scenario}== seen\n${seen.map((line) => `${line}\n`).join('')}`).toMatchFileSnapshot(pathname)
    })
  },
)
