import { leaf } from '../table.ts'
import { bool, bufferPolicy, int, U32 } from '../values/index.ts'

/** Of kernel news and answers. */
const enough = 'buffers of kac are of a MiB or more, and what is lost all the same is read anew'

/** Buffers of sockets. */
export const buffers = [
  leaf('vrrp_netlink_cmd_rcv_bufs', 'vrrpCommandBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'vrrp',
    idle: enough,
    touches: ['process'],
    doc: "Bytes of the buffer for the kernel's answers to the process that runs VRRP; what the host has for all sockets unless given. For hosts with very many addresses or interfaces.",
  }),
  leaf('vrrp_netlink_cmd_rcv_bufs_force', 'vrrpCommandBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    idle: enough,
    touches: ['process'],
    doc: 'Sets that buffer even above the limit that the host has for all sockets.',
  }),
  leaf('vrrp_netlink_monitor_rcv_bufs', 'vrrpMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'vrrp',
    idle: enough,
    touches: ['process'],
    doc: 'Bytes of the buffer for news of the kernel about links, addresses and routes to the process that runs VRRP. When it overflows news is lost, and the log says so.',
  }),
  leaf('vrrp_netlink_monitor_rcv_bufs_force', 'vrrpMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    idle: enough,
    touches: ['process'],
    doc: 'Sets that buffer even above the limit that the host has for all sockets.',
  }),
  leaf('lvs_netlink_cmd_rcv_bufs', 'checkerCommandBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'lvs',
    idle: enough,
    touches: ['process'],
    doc: "Bytes of the buffer for the kernel's answers to the process that checks real servers; what the host has for all sockets unless given.",
  }),
  leaf('lvs_netlink_cmd_rcv_bufs_force', 'checkerCommandBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    idle: enough,
    touches: ['process'],
    doc: 'Sets that buffer even above the limit that the host has for all sockets.',
  }),
  leaf('lvs_netlink_monitor_rcv_bufs', 'checkerMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'lvs',
    idle: enough,
    touches: ['process'],
    doc: 'Bytes of the buffer for news of the kernel about addresses to the process that checks real servers. Only ha_suspend needs that news.',
  }),
  leaf('lvs_netlink_monitor_rcv_bufs_force', 'checkerMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    idle: enough,
    touches: ['process'],
    doc: 'Sets that buffer even above the limit that the host has for all sockets.',
  }),
  leaf('process_monitor_rcv_bufs', 'processMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    idle: enough,
    touches: ['process'],
    doc: 'Bytes of the buffer for news about processes that start and end, which vrrp_track_process needs. Hosts that start very many have to raise it.',
  }),
  leaf('process_monitor_rcv_bufs_force', 'processMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.11',
    feature: 'vrrp, track-process',
    idle: enough,
    touches: ['process'],
    doc: 'Sets that buffer even above the limit that the host has for all sockets.',
  }),
  leaf('vrrp_rx_bufs_policy', 'receiveBufferPolicy', bufferPolicy(), {
    missing: 'drop',
    since: '2.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'How large the buffers for received adverts are: by the MTU of the interface (MTU), by the size of the own adverts (ADVERT), each times vrrp_rx_bufs_multiplier, or a number of bytes. What the host has for all sockets without it.',
  }),
  leaf('vrrp_rx_bufs_multiplier', 'receiveBufferFactor', int({ min: 1, max: U32 }), {
    default: 3,
    missing: 'drop',
    exact: true,
    since: '2.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'How many adverts or packets of that size the buffer has room for.',
  }),
] as const
