import { block } from '../table.ts'
import { nothing } from '../values/index.ts'
import { bfdInstance } from './bfd-instance.ts'
import { garpGroup } from './garp-group.ts'
import { globalDefs } from './global-defs.ts'
import { host } from './host.ts'
import { sslSettings } from './ssl.ts'
import { statics } from './static.ts'
import { syncGroup } from './sync-group.ts'
import { oldTrackFile, trackFile } from './track-file.ts'
import { trackGroups } from './track-group.ts'
import { vrrpTrackProcess } from './track-process.ts'
import { virtualServer } from './virtual-server.ts'
import { serverGroup } from './virtual-server-group.ts'
import { vrrpInstance } from './vrrp-instance.ts'
import { vrrpScript } from './vrrp-script.ts'

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
      trackGroups,
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
