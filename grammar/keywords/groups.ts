import { block, leaf, lines, words } from '../table.ts'
import { bool, command, field, flag, interfaceName, nothing, seconds, text } from '../values/index.ts'
import { addressLine, addressOptions } from './address-line.ts'
import { staticRouteLine, trackGroup } from './route-line.ts'
import { staticRuleLine } from './rule-line.ts'
import { groupTracking } from './tracking.ts'

const members = text({ what: 'a vrrp_instance' })

export const syncGroup = block(
  'vrrp_sync_group',
  'syncGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      words('group', 'members', members, {
        required: true,
        once: true,
        filled: true,
        since: '1.0.3',
        feature: 'vrrp',
        doc: 'The member instances by name, any number on a line. Each is in one group at most.',
      }),
      ...groupTracking,
      leaf('notify_master', 'notifyMaster', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when the group becomes master, beside those of its members.',
      }),
      leaf('notify_backup', 'notifyBackup', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when the group becomes backup.',
      }),
      leaf('notify_fault', 'notifyFault', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when the group goes to FAULT, because one member did.',
      }),
      leaf('notify_stop', 'notifyStop', command(), {
        repeat: 'first',
        since: '2.0.0',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when the daemon ends.',
      }),
      leaf('notify', 'notify', command(), {
        repeat: 'first',
        since: '1.1.2',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs at each change of the group, after the one for that state, with four more arguments: GROUP, the name, the new state and the priority.',
      }),
      leaf('smtp_alert', 'mailAlerts', bool(), {
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['mail'],
        doc: 'Mails each change of the group. smtp_alert_vrrp and smtp_alert in global_defs speak for groups without it.',
      }),
      leaf('global_tracking', 'weighted', flag(), {
        default: false,
        since: '1.2.3',
        feature: 'vrrp',
        deprecated: 'sync_group_tracking_weight',
        doc: 'The name of sync_group_tracking_weight before 2.0.0.',
      }),
      leaf('sync_group_tracking_weight', 'weighted', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'vrrp',
        doc: 'Members keep trackers that have a weight. Otherwise only trackers that mean FAULT work in a group, because a different priority on one member would tear it apart.',
      }),
      leaf('notify_priority_changes', 'notifyPriorityChanges', bool(), {
        since: '2.2.0',
        feature: 'vrrp',
        touches: ['file'],
        doc: 'Members write changes of their effective priority to the pipes unless they say otherwise.',
      }),
    ],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Instances that are master or backup together: when one member goes to FAULT all do. For the two sides of a router or firewall, whose addresses must not be on different hosts.',
  },
)

export const trackGroupBlock = block(
  'track_group',
  'trackGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      words('group', 'members', members, {
        required: true,
        once: true,
        filled: true,
        since: '2.0.3',
        feature: 'vrrp',
        doc: 'The instances that suffer with entries of the group, by name.',
      }),
    ],
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

export const garpGroup = block(
  'garp_group',
  'garpGroups',
  {
    head: nothing(),
    rows: [
      leaf('garp_interval', 'garpInterval', seconds({ min: 0, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time in seconds between two gratuitous ARP packets on all interfaces of the group together.',
      }),
      leaf('gna_interval', 'gnaInterval', seconds({ min: 0, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time in seconds between two unsolicited neighbour advertisements on all interfaces of the group together.',
      }),
      leaf('interface', 'interfaces', interfaceName(), {
        repeat: 'each',
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'An interface of the group. It may stand more than once.',
      }),
      words('interfaces', 'interfaces', interfaceName(), {
        filled: true,
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'Interfaces of the group, any number of words.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Interfaces that lead to one switch, and the pace at which all of them together announce addresses, so that the switch is not flooded at a failover.',
  },
)

const staticAddressLine = { head: addressLine.head, rows: [...addressOptions, trackGroup] } as const

export const statics = [
  lines('static_ipaddress', 'staticAddresses', staticAddressLine, {
    since: '1.1.0',
    feature: 'vrrp',
    touches: ['address'],
    doc: 'Addresses that the host has as long as the daemon runs, master or not, one a line. track_group makes instances depend on one.',
  }),
  lines('static_routes', 'staticRoutes', staticRouteLine, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that the host has as long as the daemon runs, master or not, one a line as ip route writes it.',
  }),
  lines('static_rules', 'staticRules', staticRuleLine, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules of policy routing that the host has as long as the daemon runs, master or not, one a line as ip rule writes it.',
  }),
] as const
