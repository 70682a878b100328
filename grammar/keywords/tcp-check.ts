import { block } from '../table.ts'
import { kind } from '../values/index.ts'
import { connection, timing } from './check-common.ts'

export const tcpCheck = block(
  'TCP_CHECK',
  'checks',
  { head: kind('tcp'), rows: [...connection, ...timing] },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'The server is alive when it accepts a TCP connection. Nothing is sent, so a hung program behind an open port passes.',
  },
)
