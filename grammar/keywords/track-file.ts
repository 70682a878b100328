import { block, leaf } from '../table.ts'
import { field, initialValue, text, weight } from '../values/index.ts'

type Origin = { readonly since: string; readonly feature: string }

const rows = (facts: Origin) =>
  [
    leaf('file', 'file', text({ what: 'a file' }), {
      required: true,
      repeat: 'first',
      missing: 'drop',
      ...facts,
      doc: 'The file. The first number in it counts; without a file or a number that is 0. Its directory has to be there.',
    }),
    leaf('weight', 'weight', weight({ most: 254, bad: 1 }), {
      repeat: 'first',
      default: { weight: 1, reverse: false },
      missing: 'drop',
      ...facts,
      doc: 'What the number is multiplied with before instances add it to their priority or servers to their weight. 0 puts instances in FAULT and servers out of use while the number is not 0.',
    }),
    leaf('init_file', 'initial', initialValue(), {
      ...facts,
      touches: ['file'],
      doc: 'Writes a number to the file at the start, so that it is there; over one that is there already only with overwrite. 0 without a number.',
    }),
  ] as const

export const trackFile = block(
  'track_file',
  'trackFiles',
  {
    head: field('name', text({ what: 'a name' })),
    rows: rows({ since: '2.1.0', feature: 'vrrp or lvs' }),
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'vrrp or lvs',
    doc: 'A file whose number instances, groups and real servers follow. Whatever can write a file can so move a role or drain a server: echo -20 > FILE.',
  },
)

export const oldTrackFile = block(
  'vrrp_track_file',
  'trackFiles',
  {
    head: field('name', text({ what: 'a name' })),
    rows: rows({ since: '2.0.0', feature: 'vrrp' }),
  },
  {
    repeat: 'each',
    since: '2.0.0',
    feature: 'vrrp',
    deprecated: 'track_file',
    tolerated: true,
    doc: 'The name of track_file before 2.1.0.',
  },
)
