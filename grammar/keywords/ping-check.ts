import { block } from '../table.ts'
import { kind } from '../values/index.ts'
import { connection, from, timing } from './check-common.ts'

export const pingCheck = block(
  'PING_CHECK',
  'checks',
  { head: kind('ping'), rows: [...from('2.1.0', [...connection, ...timing])] },
  {
    repeat: 'each',
    since: '2.1.0',
    feature: 'lvs',
    touches: ['packet', 'sysctl'],
    doc: 'The server is alive when it answers an echo request. It says nothing about the service on it.',
  },
)
