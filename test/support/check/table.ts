import { type Micros, micros } from '../../../src/base/index.ts'
import { ServiceTable } from '../../../src/daemon/index.ts'
import { assumedUp } from '../../../src/desired/index.ts'
import { kinds } from '../../../src/kernel/index.ts'
import { configOf } from '../config-of.ts'
import { FakeKernel } from '../kernel/fake-kernel.ts'

export const virtual = (host: number, servers: string, more = '') => `virtual_server 192.0.2.${host} 80 {
  protocol TCP
  lb_algo rr
  lb_kind NAT
  ${more}
  ${servers}
}
`
export const real = (host: number, more = '') => `real_server 10.0.0.${host} 80 {\n${more}\n}\n`

const clock = { realTime: () => micros(0), sleep: async () => {}, after: () => () => {} }
const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** A table on a kernel of its own; `asked` counts requests to change something since it was read last. */
export function tableWorld() {
  const kernel = new FakeKernel([])
  const memory = new Map<string, string>()
  let now = 0
  const said: string[] = []
  const ports = {
    kernel,
    memory: {
      recall: async (name: string) => memory.get(name),
      remember: async (name: string, text: string) => void memory.set(name, text),
    },
    modules: { load: async () => {} },
    clock: { ...clock, now: () => micros(now) },
    log: { ...silent, info: (text: string) => void said.push(text) },
  }
  const state = () => kernel.table.destinations.map((each) => `${kinds.destination.key(each)} ${each.weight}`).sort()
  return {
    kernel,
    state,
    memory,
    open: () => new ServiceTable(ports),
    asked: () => kernel.log.splice(0).length,
    said: () => said.splice(0),
    pass: (duration: Micros) => {
      now += duration
    },
  }
}

export const up = (weight = 1) => ({ alive: true, weight })
export const down = { alive: false, weight: 1 }

/** Services that another program made. */
export async function foreign() {
  const config = configOf(virtual(9, real(9)))
  const { kernel, open } = tableWorld()
  await open().put(config, assumedUp(config))
  return kernel.table.services
}
