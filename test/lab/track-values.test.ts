import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Capture, type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/**
 * The same trackers under kac and under keepalived, side by side on one wire with a VRID each: after each thing that
 * happens to both hosts, both send the same priority. 0: it went to FAULT.
 */

interface Case {
  readonly name: string
  /** Blocks; `DIR` is a folder of the host's own. */
  readonly blocks: string
  readonly lines: string
  /** Shell text for both hosts, and what is advertised afterwards. */
  readonly steps: readonly (readonly [script: string, priority: number])[]
}

const script = (more: string) => `vrrp_script chk {\n script "/usr/bin/test -e DIR/ok"\n interval 1\n ${more}\n}`
const trackScript = 'track_script {\n chk\n }'
const file = (more: string) => `track_file f {\n file DIR/number\n ${more}\n}`
const trackFile = 'track_file {\n f\n }'

const cases: readonly Case[] = [
  {
    name: 'a script that adds while it succeeds',
    blocks: script('weight 20'),
    lines: trackScript,
    steps: [
      ['true', 100],
      ['touch DIR/ok', 120],
      ['rm DIR/ok', 100],
    ],
  },
  {
    name: 'a script that takes away while it fails',
    blocks: script('weight -30'),
    lines: trackScript,
    steps: [
      ['true', 70],
      ['touch DIR/ok', 100],
    ],
  },
  {
    name: 'a script the other way round',
    blocks: script('weight 20'),
    lines: 'track_script {\n chk weight 10 reverse\n }',
    steps: [
      ['true', 100],
      ['touch DIR/ok', 90],
    ],
  },
  {
    name: 'a script without a weight',
    blocks: script(''),
    lines: trackScript,
    steps: [
      ['touch DIR/ok', 100],
      ['rm DIR/ok', 0],
      ['touch DIR/ok', 100],
    ],
  },
  {
    name: 'a script that hangs',
    blocks: `vrrp_script chk {\n script "/bin/sh -c 'test -e DIR/ok || sleep 60'"\n interval 1\n timeout 1\n weight 20\n}`,
    lines: trackScript,
    steps: [
      ['touch DIR/ok', 120],
      ['rm DIR/ok', 100],
      ['touch DIR/ok', 120],
    ],
  },
  {
    name: 'the number in a file, multiplied',
    blocks: file('weight 2'),
    lines: trackFile,
    steps: [
      ['true', 100],
      ['echo 10 > DIR/number', 120],
      ['echo " -0x10 x" > DIR/number', 68],
      ['echo 200 > DIR/new && mv DIR/new DIR/number', 254],
      ['rm DIR/number', 100],
      ['echo -127 > DIR/number', 0],
      ['echo 1 > DIR/number', 102],
    ],
  },
  {
    name: 'a file that has to be 0',
    blocks: file('weight 0'),
    lines: trackFile,
    steps: [
      ['echo 0 > DIR/number', 100],
      ['echo 3 > DIR/number', 0],
      ['echo 0 > DIR/number', 100],
    ],
  },
  {
    name: 'a file that is written at the start',
    blocks: file('weight 1\n init_file 7'),
    lines: trackFile,
    steps: [
      ['test "$(cat DIR/number)" = 7', 107],
      ['echo 3 > DIR/number', 103],
    ],
  },
  {
    name: 'an interface with a weight',
    blocks: '',
    lines: 'track_interface {\n eth1 weight 15\n }',
    steps: [
      ['true', 115],
      ['ip link set eth1 down', 100],
      ['ip link set eth1 up', 115],
    ],
  },
  {
    name: 'an interface without a weight',
    blocks: '',
    lines: 'track_interface {\n eth1\n }',
    steps: [
      ['true', 100],
      ['ip link set eth1 down', 0],
      ['ip link set eth1 up', 100],
    ],
  },
]

const configuration = (host: Host, vrid: number, { blocks, lines }: Case) =>
  `global_defs {
  enable_script_security
  script_user root
}
${blocks}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id ${vrid}
  priority 100
  version 3
  advert_int 0.1
  ${lines}
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
}
`.replaceAll('DIR', host.folder)

async function advertises(wire: Capture, vrid: number, priority: number, after: string): Promise<void> {
  await until(() => wire.adverts(vrid).at(-1)?.priority === priority, {
    within: 8000,
    what: () => `VRID ${vrid} has ${priority} after ${after}; it has ${wire.adverts(vrid).at(-1)?.priority}`,
  })
}

describe('what is tracked, under kac and keepalived', needs('root', 'ip', 'tcpdump', 'keepalived'), () => {
  test.concurrent.for(cases)('$name', async (each) => {
    await using lab = await Lab.open('track')
    const ours = await lab.host('lb1', { eth0: ['192.0.2.1/24'], eth1: ['198.51.100.1/24'] })
    const theirs = await lab.host('lb2', { eth0: ['192.0.2.2/24'], eth1: ['198.51.100.2/24'] })
    const wire = await lab.capture('proto 112')
    await Kac.start(ours, configuration(ours, 51, each))
    await keepalived(theirs, configuration(theirs, 52, each))
    for (const [happens, priority] of each.steps) {
      for (const host of [ours, theirs]) await host.sh(happens.replaceAll('DIR', host.folder))
      await Promise.all([51, 52].map((vrid) => advertises(wire, vrid, priority, happens)))
    }
    expect(wire.adverts(51).length).toBeGreaterThan(0)
  })
})
