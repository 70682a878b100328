import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { encodeImage } from '../src/engine/index.ts'
import { compiled } from './support/compiled.ts'

const addonPath = new URL('../native/build/Release/kac.node', import.meta.url).pathname
const { Engine } = createRequire(import.meta.url)(addonPath) as {
  Engine: new () => { load(now: number, image: Uint8Array): void; routerCount(): number }
}

const session = (lines: string) => `bfd_instance B {\n neighbor_ip 192.0.2.2\n ${lines}\n}`

/** What the language takes of a number the engine must take too: an image is refused as a whole. */
describe('the engine takes the most and the least that a keyword may have', () => {
  test.for([
    ['garp_master_refresh 4294967295\n garp_master_refresh_repeat 4294967295', ''],
    ['garp_master_delay 4294\n garp_master_repeat 4294967295', ''],
    ['garp_lower_prio_delay 4294\n garp_lower_prio_repeat 2147483647', ''],
    ['garp_extra_if all 86400', ''],
    ['preempt_delay 1000\n down_timer_adverts 100', ''],
    ['version 2\n advert_int 255', ''],
    ['version 3\n advert_int 40.95', ''],
    ['version 3\n advert_int 0.01', ''],
    ['kernel_rx_buf_size 4294967295', ''],
    ['', 'global_defs {\n vrrp_startup_delay 4294.967295\n vrrp_garp_interval 4294.967295\n}'],
    ['', 'interface_up_down_delays {\n eth0 255 255\n}'],
    ['', session('min_rx 4294967\n min_tx 4294967\n idle_tx 4294967\n multiplier 255')],
    ['', session('min_rx 1\n min_tx 1\n idle_tx 1000\n multiplier 1')],
  ] as const)('%s%s', ([lines, around]) => {
    const engine = new Engine()
    engine.load(0, encodeImage(compiled(lines, around).image))
    expect(engine.routerCount()).toBe(1)
  })
})
