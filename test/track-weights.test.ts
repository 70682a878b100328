import { expect, test } from 'vitest'
import { trackedBy } from '../src/bind/index.ts'
import { configOf } from './support/config-of.ts'

/** Which trackers count for an instance, and by how much: the own ones, and those of its sync group. */

const trackables = `
vrrp_script s {
  script /bin/true
  weight 5
}
track_file one {
  file /run/one
}
track_file two {
  file /run/two
  weight 2 reverse
}
vrrp_track_process p {
  process nginx
  weight 7
}
bfd_instance b {
  neighbor_ip 192.0.2.9
}
`

const everything = `
  track_interface {
    eth1
    eth2 weight 3
  }
  track_script {
    s
  }
  track_file {
    one
    two noreverse
  }
  track_process {
    p weight -8 reverse
  }
  track_bfd {
    b weight 4
  }
`

const instance = (name: string, vrid: number, lines: string) => `
vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${vrid}
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
  ${lines}
}
`

function tracked(text: string): string[] {
  const config = configOf(trackables + text)
  const [first] = config.vrrpInstances
  return trackedBy(first!, config).map(
    ({ kind, name, weight, reverse }) => `${kind} ${name} ${weight}${reverse ? ' reverse' : ''}`,
  )
}

const all = [
  'interface eth1 0',
  'interface eth2 3',
  'script s 5',
  'file one 1',
  'file two 2',
  'process p -8 reverse',
  'bfd b 4',
]
const group = (lines: string) => `vrrp_sync_group G {\n group {\n A\n B\n }\n ${lines}\n}\n`
const other = instance('B', 52, '')

test.each([
  ['what it tracks itself, with the weights of the things where it says nothing', instance('A', 51, everything), all],
  ['what its group tracks', instance('A', 51, '') + other + group(everything), all],
  [
    'once what both track: as the group has it',
    instance('A', 51, 'track_script {\n s weight 9\n }') +
      other +
      group('sync_group_tracking_weight\ntrack_script {\n s\n }'),
    ['script s 5'],
  ],
  [
    'once what both track: as the member has it when that is a fault',
    instance('A', 51, 'track_script {\n s weight 0\n }') + other + group('track_script {\n s\n }'),
    ['script s 0'],
  ],
])('%s', (_, text, expected) => {
  expect(tracked(text)).toEqual(expected)
})
