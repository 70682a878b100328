import { block, leaf } from '../table.ts'
import { field, reference, text } from '../values/index.ts'
import { members } from './group-members.ts'

export const trackGroups = block(
  'track_group',
  'trackGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [members({ since: '2.0.3', doc: 'The instances that suffer with entries of the group, by name.' })],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '2.0.3',
    feature: 'vrrp',
    doc: 'A name for some instances that depend on entries of static_ipaddress, static_routes and static_rules: when the interface of such an entry goes down they go to FAULT. It has to stand above the entries that name it.',
  },
)

/** The group that follows an entry of this host. */
export const trackGroup = leaf('track_group', 'trackGroup', reference('track_group'), {
  repeat: 'first',
  since: '2.0.3',
  doc: 'The track_group whose instances go to FAULT when the interface of this line goes down. The line has to name an interface.',
})
