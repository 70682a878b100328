import { block, leaf } from '../table.ts'
import { bool, command, field, flag, text } from '../values/index.ts'
import { members } from './group-members.ts'
import { groupTracking } from './tracking.ts'

export const syncGroup = block(
  'vrrp_sync_group',
  'syncGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      members({
        since: '1.0.3',
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
