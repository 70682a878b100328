import { block } from '../table.ts'
import { nothing } from '../values/index.ts'
import { globalDefs } from './global-defs.ts'
import { virtualServer } from './virtual-server.ts'
import { vrrpInstance } from './vrrp-instance.ts'

/** The whole language: what may stand outside all blocks. */
export const root = block(
  '',
  'config',
  { head: nothing(), rows: [globalDefs, vrrpInstance, virtualServer] },
  { repeat: 'always', since: '1.0.3', doc: 'A configuration.' },
)
