import { leaf } from '../table.ts'
import { bool, command, flag, pipe } from '../values/index.ts'

/** Named pipes that tell of changes. */
export const pipes = [
  leaf('notify_fifo', 'notifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of instances, sync groups, virtual and real servers. One reader sees all changes in order, which many notify scripts at once do not.',
  }),
  leaf('notify_fifo_script', 'notifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    touches: ['process'],
    doc: 'Program that is kept running to read notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('vrrp_notify_fifo', 'vrrpNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of instances and sync groups.',
  }),
  leaf('vrrp_notify_fifo_script', 'vrrpNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Program that is kept running to read vrrp_notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('lvs_notify_fifo', 'lvsNotifyFifo', pipe(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['file'],
    doc: 'Named pipe that gets a line for every change of virtual and real servers.',
  }),
  leaf('lvs_notify_fifo_script', 'lvsNotifyFifoScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '1.3.6',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that is kept running to read lvs_notify_fifo. It gets the path of the pipe as its last argument.',
  }),
  leaf('vrrp_notify_priority_changes', 'notifyPriorityChanges', bool(), {
    default: false,
    since: '2.0.16',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'The pipes also get a line when the effective priority of an instance changes, as trackers come and go.',
  }),
  leaf('fifo_write_vrrp_states_on_reload', 'notifyStatesOnReload', flag(), {
    default: false,
    since: '2.2.5',
    feature: 'vrrp',
    touches: ['file'],
    doc: 'After a reload the pipes get the state of every instance and sync group, changed or not, so that a reader that starts anew knows them.',
  }),
] as const
