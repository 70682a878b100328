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
        filled: true,
        since: '1.0.3',
        feature: 'vrrp',
        doc: 'The instances that change together.',
      }),
      ...groupTracking,
      leaf('notify_master', 'notifyMaster', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when it becomes master.',
      }),
      leaf('notify_backup', 'notifyBackup', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when it becomes backup.',
      }),
      leaf('notify_fault', 'notifyFault', command(), {
        repeat: 'first',
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['process'],
        doc: 'Program that runs when it goes to FAULT.',
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
        doc: 'Program that runs at each change, and is told of it in further arguments.',
      }),
      leaf('smtp_alert', 'mailAlerts', bool(), {
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['mail'],
        doc: 'Changes of state are mailed.',
      }),
      leaf('global_tracking', 'weighted', flag(), {
        default: false,
        since: '1.2.3',
        feature: 'vrrp',
        deprecated: 'sync_group_tracking_weight',
        doc: 'The old name of sync_group_tracking_weight.',
      }),
      leaf('sync_group_tracking_weight', 'weighted', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'vrrp',
        doc: 'Members keep trackers that change their priority.',
      }),
      leaf('notify_priority_changes', 'notifyPriorityChanges', bool(), {
        since: '2.2.0',
        feature: 'vrrp',
        touches: ['file'],
        doc: 'Pipes also get changes of priority.',
      }),
    ],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Instances that are master or backup together.',
  },
)

export const trackGroupBlock = block(
  'track_group',
  'trackGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      words('group', 'members', members, {
        filled: true,
        since: '2.0.3',
        feature: 'vrrp',
        doc: 'The instances that suffer with entries of the group.',
      }),
    ],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '2.0.3',
    feature: 'vrrp',
    doc: 'Instances that go to FAULT with a static address, route or rule.',
  },
)

export const garpGroup = block(
  'garp_group',
  'garpGroups',
  {
    head: nothing(),
    rows: [
      leaf('garp_interval', 'garpInterval', seconds({ min: 0.000001, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time between two gratuitous ARP packets.',
      }),
      leaf('gna_interval', 'gnaInterval', seconds({ min: 0.000001, max: 4294.967295 }), {
        since: '1.2.21',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'Least time between two unsolicited neighbour advertisements.',
      }),
      leaf('interface', 'interface', interfaceName(), {
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'An interface of the group.',
      }),
      words('interfaces', 'interfaces', interfaceName(), {
        filled: true,
        unique: true,
        since: '1.2.21',
        feature: 'vrrp',
        doc: 'Further interfaces of the group.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.2.21',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Interfaces that announce addresses at one pace.',
  },
)

const staticAddressLine = { head: addressLine.head, rows: [...addressOptions, trackGroup] } as const

export const statics = [
  lines('static_ipaddress', 'staticAddresses', staticAddressLine, {
    since: '1.1.0',
    feature: 'vrrp',
    touches: ['address'],
    doc: 'Addresses that are there as long as the daemon runs, one a line.',
  }),
  lines('static_routes', 'staticRoutes', staticRouteLine, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that are there as long as the daemon runs, one a line.',
  }),
  lines('static_rules', 'staticRules', staticRuleLine, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules that are there as long as the daemon runs, one a line.',
  }),
] as const
