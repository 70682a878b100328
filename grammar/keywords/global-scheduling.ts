import { leaf } from '../table.ts'
import { bool, flag, int, optional, U32, type ValueType } from '../values/index.ts'

const CPU_MAX = 4095

/** Numbers of processors; one bad number spoils them all. */
function cpus(): ValueType<readonly number[]> {
  const one = int({ min: 0, max: CPU_MAX })
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const read = words.map((word) => one.read([word], cx))
      const known = read.filter((value) => value !== undefined)
      return known.length === read.length ? known : undefined
    },
    print: (values) => values.join(' '),
    describe: () => 'numbers of processors',
  }
}

/** By what a buffer is sized: so many bytes, or what is larger. */
function bufferPolicy(): ValueType<number | 'MTU' | 'ADVERT'> {
  const bytes = int({ min: 0, max: U32 })
  const choices = ['MTU', 'ADVERT'] as const
  return {
    arity: [1, Number.POSITIVE_INFINITY],
    read(words, cx) {
      const [first] = words
      const size = first && /^\d/.test(first.text) ? bytes.read([first], cx) : undefined
      const used = size ?? choices.find((choice) => words.some(({ text }) => text.toUpperCase() === choice))
      if (used === undefined && first) {
        cx.report('bind/unknown-value', { keyword: cx.keyword, text: first.text, choices }, first)
      }
      const others = words.filter(({ text }) => text.toUpperCase() !== `${used}`)
      if (used !== undefined && others[0]) {
        cx.report('bind/dropped-words', { keyword: cx.keyword, text: others[0].text }, others[0])
      }
      return used
    },
    print: (value) => `${value}`,
    describe: () => 'MTU, ADVERT or a number of bytes',
    complete: () => choices,
  }
}

export const scheduling = [
  leaf('vrrp_priority', 'vrrpNice', int({ min: -20, max: 19 }), {
    default: 0,
    bad: { use: 0 },
    missing: 'drop',
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Nice value of the process that runs VRRP.',
  }),
  leaf('vrrp_no_swap', 'vrrpNoSwap', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Keeps the memory of that process from being swapped out.',
  }),
  leaf('vrrp_rt_priority', 'vrrpRealTimePriority', int({ min: 1, max: 99, outside: 'cut' }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Real-time priority of that process; normal scheduling without it.',
  }),
  leaf('vrrp_cpu_affinity', 'vrrpCpus', cpus(), {
    missing: 'drop',
    since: '2.0.17',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'CPUs that this process may run on.',
  }),
  leaf('vrrp_rlimit_rttime', 'vrrpRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.1.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Microseconds that process may run in real time without a pause.',
  }),
  leaf('vrrp_rlimit_rtime', 'vrrpRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.0.0',
    feature: 'vrrp',
    tolerated: true,
    deprecated: 'vrrp_rlimit_rttime',
    touches: ['process'],
    doc: 'The old name of vrrp_rlimit_rttime.',
  }),
  leaf('checker_priority', 'checkerNice', int({ min: -20, max: 19 }), {
    default: 0,
    bad: { use: 0 },
    missing: 'drop',
    since: '1.2.20',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Nice value of the process that checks real servers.',
  }),
  leaf('checker_no_swap', 'checkerNoSwap', flag(), {
    default: false,
    since: '1.2.20',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Keeps the memory of that process from being swapped out.',
  }),
  leaf('checker_rt_priority', 'checkerRealTimePriority', int({ min: 1, max: 99, outside: 'cut' }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Real-time priority of that process; normal scheduling without it.',
  }),
  leaf('checker_cpu_affinity', 'checkerCpus', cpus(), {
    missing: 'drop',
    since: '2.0.17',
    feature: 'lvs',
    touches: ['process'],
    doc: 'CPUs that this process may run on.',
  }),
  leaf('checker_rlimit_rttime', 'checkerRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Microseconds that process may run in real time without a pause.',
  }),
  leaf('checker_rlimit_rtime', 'checkerRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.0.0',
    feature: 'lvs',
    tolerated: true,
    deprecated: 'checker_rlimit_rttime',
    touches: ['process'],
    doc: 'The old name of checker_rlimit_rttime.',
  }),
  leaf('bfd_priority', 'bfdNice', int({ min: -20, max: 19 }), {
    default: 0,
    bad: { use: 0 },
    missing: 'drop',
    since: '2.0.0',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Nice value of the process that runs BFD.',
  }),
  leaf('bfd_no_swap', 'bfdNoSwap', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Keeps the memory of that process from being swapped out.',
  }),
  leaf('bfd_rt_priority', 'bfdRealTimePriority', int({ min: 1, max: 99, outside: 'cut' }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Real-time priority of that process; normal scheduling without it.',
  }),
  leaf('bfd_cpu_affinity', 'bfdCpus', cpus(), {
    missing: 'drop',
    since: '2.0.17',
    feature: 'bfd',
    touches: ['process'],
    doc: 'CPUs that this process may run on.',
  }),
  leaf('bfd_rlimit_rttime', 'bfdRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.1.0',
    feature: 'bfd',
    touches: ['process'],
    doc: 'Microseconds that process may run in real time without a pause.',
  }),
  leaf('bfd_rlimit_rtime', 'bfdRealTimeLimit', int({ min: 1, max: U32 }), {
    default: 10000,
    bad: { use: 0 },
    since: '2.0.0',
    feature: 'bfd',
    tolerated: true,
    deprecated: 'bfd_rlimit_rttime',
    touches: ['process'],
    doc: 'The old name of bfd_rlimit_rttime.',
  }),
  leaf('max_auto_priority', 'autoPriorityMax', optional(int({ min: -1, max: 99 }), 99), {
    default: 0,
    since: '2.1.0',
    touches: ['process'],
    doc: 'Highest real-time priority that a process which runs late gives itself; 0 for never.',
  }),
  leaf('min_auto_priority_delay', 'autoPriorityDelay', int({ min: 1, max: 10000000 }), {
    default: 1000000,
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'How many microseconds late a timer runs before the priority goes up.',
  }),
  leaf('vrrp_netlink_cmd_rcv_bufs', 'vrrpCommandBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Bytes of the buffer for answers of the kernel to the VRRP process.',
  }),
  leaf('vrrp_netlink_cmd_rcv_bufs_force', 'vrrpCommandBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Sets that buffer above the limit of the host.',
  }),
  leaf('vrrp_netlink_monitor_rcv_bufs', 'vrrpMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Bytes of the buffer for news of the kernel to the VRRP process.',
  }),
  leaf('vrrp_netlink_monitor_rcv_bufs_force', 'vrrpMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'Sets that buffer above the limit of the host.',
  }),
  leaf('lvs_netlink_cmd_rcv_bufs', 'checkerCommandBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Bytes of the buffer for answers of the kernel to the checker process.',
  }),
  leaf('lvs_netlink_cmd_rcv_bufs_force', 'checkerCommandBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Sets that buffer above the limit of the host.',
  }),
  leaf('lvs_netlink_monitor_rcv_bufs', 'checkerMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Bytes of the buffer for news of the kernel to the checker process.',
  }),
  leaf('lvs_netlink_monitor_rcv_bufs_force', 'checkerMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Sets that buffer above the limit of the host.',
  }),
  leaf('process_monitor_rcv_bufs', 'processMonitorBuffer', int({ min: 0, max: U32 }), {
    missing: 'drop',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    touches: ['process'],
    doc: 'Bytes of the buffer for news about processes.',
  }),
  leaf('process_monitor_rcv_bufs_force', 'processMonitorBufferForced', bool(), {
    default: false,
    since: '2.0.11',
    feature: 'vrrp, track-process',
    touches: ['process'],
    doc: 'Sets that buffer above the limit of the host.',
  }),
  leaf('vrrp_rx_bufs_policy', 'receiveBufferPolicy', bufferPolicy(), {
    missing: 'drop',
    since: '2.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'What the buffer for adverts is sized by.',
  }),
  leaf('vrrp_rx_bufs_multiplier', 'receiveBufferFactor', int({ min: 1, max: U32 }), {
    default: 3,
    missing: 'drop',
    exact: true,
    since: '2.0.3',
    feature: 'vrrp',
    touches: ['process'],
    doc: 'How many times that size the buffer is.',
  }),
] as const
