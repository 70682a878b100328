import { block, leaf } from '../table.ts'
import { I32, kind, reference, weight } from '../values/index.ts'

export const fileCheck = block(
  'FILE_CHECK',
  'checks',
  {
    head: kind('file'),
    rows: [
      leaf('track_file', 'file', reference('track_file'), {
        required: true,
        since: '2.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'Name of the track_file whose number counts. It has to stand above.',
      }),
      leaf('weight', 'weight', weight({ most: I32, directions: ['reverse', 'noreverse'] }), {
        missing: 'drop',
        since: '2.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'What the number is multiplied with before it is added to the weight of the server; that of the track_file unless given. 0 takes the server out of use while the number is not 0, reverse while it is 0.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'A number in a file says whether the server is in use, and changes its weight. Whoever maintains the server can so drain it without a reload.',
  },
)
