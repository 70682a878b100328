import { block } from '../table.ts'
import { nothing } from '../values/index.ts'
import { bfdInstance } from './bfd.ts'
import { globalDefs } from './global-defs.ts'
import { garpGroup, statics, syncGroup, trackGroupBlock } from './groups.ts'
import { host } from './host.ts'
import { oldTrackFile, trackFile, vrrpScript, vrrpTrackProcess } from './tracking.ts'
import { virtualServer } from './virtual-server.ts'
import { serverGroup, sslSettings } from './virtual-server-more.ts'
import { vrrpInstance } from './vrrp-instance.ts'

/** The whole language: what may stand outside all blocks. */
export const root = block(
  '',
  'config',
  {
    head: nothing(),
    rows: [
      globalDefs,
      ...host,
      ...statics,
      vrrpInstance,
      syncGroup,
      trackGroupBlock,
      garpGroup,
      vrrpScript,
      vrrpTrackProcess,
      trackFile,
      oldTrackFile,
      bfdInstance,
      virtualServer,
      serverGroup,
      sslSettings,
    ],
  },
  { repeat: 'always', since: '1.0.3', doc: 'A configuration.' },
)
