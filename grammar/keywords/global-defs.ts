import { block } from '../table.ts'
import { nothing } from '../values/index.ts'
import { announcements } from './global-announcements.ts'
import { buffers } from './global-buffers.ts'
import { files } from './global-files.ts'
import { firewall } from './global-firewall.ts'
import { lvs } from './global-lvs.ts'
import { mail } from './global-mail.ts'
import { pipes } from './global-pipes.ts'
import { processes } from './global-processes.ts'
import { scripts } from './global-scripts.ts'
import { dbus, snmp } from './global-snmp.ts'
import { vrrp } from './global-vrrp.ts'

export const globalDefs = block(
  'global_defs',
  'global',
  {
    head: nothing(),
    rows: [
      ...mail,
      ...scripts,
      ...pipes,
      ...dbus,
      ...snmp,
      ...vrrp,
      ...announcements,
      ...lvs,
      ...firewall,
      ...processes,
      ...buffers,
      ...files,
    ],
  },
  {
    repeat: 'always',
    since: '1.0.3',
    doc: 'Settings of the whole daemon, and defaults for instances. Several such blocks add up in the order of the file.',
  },
)
