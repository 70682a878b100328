import { derived, leaf } from '../table.ts'
import { bool, command } from '../values/index.ts'

/** Who is told of changes of an instance. */
export const notifications = [
  leaf('notify_master', 'notifyMaster', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the instance becomes master. It runs beside the change and does not hold it up; user and group may follow it.',
  }),
  leaf('notify_backup', 'notifyBackup', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the instance becomes backup, also at the start.',
  }),
  leaf('notify_fault', 'notifyFault', command(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the instance goes to FAULT: an interface is down, or something it tracks has failed.',
  }),
  leaf('notify_stop', 'notifyStop', command(), {
    repeat: 'first',
    since: '1.1.13',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when the daemon ends, after the addresses are gone.',
  }),
  leaf('notify', 'notify', command(), {
    repeat: 'first',
    since: '1.1.2',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs at each change, after the one for that state, with four more arguments: INSTANCE, the name, the new state and the priority. One script for all instances can so tell what happened.',
  }),
  leaf('notify_deleted', 'notifyDeleted', command({ optional: true }), {
    repeat: 'first',
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'A reload that takes the instance away tells pipes and programs the state DELETED rather than FAULT, and runs this program, if one is named.',
  }),
  leaf('notify_master_rx_lower_pri', 'notifyLowerPriority', command(), {
    repeat: 'first',
    since: '2.0.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that runs when a master hears an advert of lower priority: another host believes it is master too, so the network was or is split.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    default: derived,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'Mails each change of state. smtp_alert_vrrp and smtp_alert in global_defs speak for instances without it.',
  }),
  leaf('notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: derived,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'The pipes also get a line when the effective priority changes.',
  }),
] as const
