import { describe, expect, test } from 'vitest'
import { seconds } from '../src/base/index.ts'
import { compiled } from './support/compiled.ts'

/** How addresses are announced, in the engine image. */

describe('announcements', () => {
  const frames = (around: string, lines = '') => {
    const { image, router } = compiled(lines, around)
    return { paces: image.paces, of: router?.objects.map(({ frames, elsewhere }) => [frames[0]?.pace, elsewhere]) }
  }
  const vips = 'virtual_ipaddress {\n 192.0.2.10/24\n 192.0.2.11/24 dev eth1\n }'
  const excluded = 'virtual_ipaddress_excluded {\n 2001:db8::1/64\n }'

  test.for([
    [
      'wait for nothing',
      '',
      `${vips}\n ${excluded}`,
      {
        paces: [],
        of: [
          [0, false],
          [0, false],
          [0, false],
        ],
      },
    ],
    [
      'keep apart on each interface',
      'global_defs {\n vrrp_garp_interval 0.5\n vrrp_gna_interval 0.2\n }',
      `${vips}\n ${excluded}`,
      {
        paces: [seconds(0.5), seconds(0.5), seconds(0.2)],
        of: [
          [1, false],
          [2, false],
          [3, false],
        ],
      },
    ],
    [
      'keep apart in a group',
      'garp_group {\n garp_interval 1\n interfaces {\n eth0\n eth1\n }\n }',
      `${vips}\n ${excluded}`,
      {
        paces: [seconds(1)],
        of: [
          [1, false],
          [1, false],
          [0, false],
        ],
      },
    ],
    [
      'are repeated on other interfaces',
      '',
      `garp_extra_if all 60\n ${vips}`,
      {
        paces: [],
        of: [
          [0, false],
          [0, true],
        ],
      },
    ],
    [
      'are not, where those are no macvlans',
      '',
      `garp_extra_if 60\n ${vips}`,
      {
        paces: [],
        of: [
          [0, false],
          [0, false],
        ],
      },
    ],
  ] as const)('%s', ([, around, lines, expected]) => {
    expect(frames(around, lines)).toEqual(expected)
  })

  test('are few with vrrp_min_garp, but for what is written', () => {
    const around = 'global_defs {\n vrrp_min_garp\n vrrp_garp_master_delay 9\n }'
    expect(compiled('', around).router?.garp).toEqual({
      masterRepeat: 1,
      masterDelay: seconds(9),
      masterRefresh: 0,
      masterRefreshRepeat: 1,
      lowerPrioRepeat: 1,
      lowerPrioDelay: seconds(9),
      elsewhere: 0,
    })
  })
})
