import { micros } from '../../src/base/index.ts'
import { leaf, lines } from '../table.ts'
import { constant, field, flag, interfaceName, linkDelays, optional, text, U32, wholeSeconds } from '../values/index.ts'

const polling = [
  leaf('MII', 'by', constant<Polling>('MII'), { since: '2.0.13', doc: 'Asks the registers of the network card.' }),
  leaf('ETHTOOL', 'by', constant<Polling>('ETHTOOL'), { since: '2.0.13', doc: 'Asks the driver by ethtool.' }),
  leaf('IOCTL', 'by', constant<Polling>('IOCTL'), {
    since: '2.0.13',
    doc: 'Asks the kernel for the flags of the interface.',
  }),
] as const

type Polling = 'MII' | 'ETHTOOL' | 'IOCTL'

export const host = [
  leaf('linkbeat_use_polling', 'linkbeatPolling', flag(), {
    default: false,
    since: '1.1.18',
    feature: 'linkbeat',
    touches: ['link'],
    doc: 'Asks the links of all interfaces for their state again and again, where otherwise the kernel is listened to. For old drivers that do not tell of changes.',
  }),
  leaf('net_namespace', 'networkNamespace', text({ what: 'a network namespace' }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.24',
    touches: ['process', 'file', 'log'],
    doc: 'Network namespace that the whole daemon runs in. It has files of process ids and a run directory of its own, with the name of the namespace in them. A reload cannot change it.',
  }),
  leaf('net_namespace_ipvs', 'ipvsNamespace', optional(text({ what: 'a network namespace' }), ''), {
    repeat: 'first',
    since: '2.1.0',
    touches: ['ipvs', 'process'],
    doc: 'Network namespace whose IPVS table is written, where that is another than net_namespace; without a name that of the host. Checks of real servers are made from net_namespace. A reload cannot change it.',
  }),
  leaf('namespace_with_ipsets', 'namespaceIpsets', flag(), {
    default: false,
    since: '1.3.0',
    touches: ['ipset'],
    idle: 'kernels since 3.13 keep the sets of network namespaces apart',
    doc: 'Uses ipsets in a network namespace even on kernels before 3.13, which mix up those of different namespaces.',
  }),
  leaf('use_pid_dir', 'pidDirectory', flag(), {
    default: false,
    since: '1.2.24',
    touches: ['file'],
    doc: 'Files with process ids go to a directory of their own, /run/keepalived/. Set by itself with net_namespace and instance.',
  }),
  leaf('instance', 'instance', text({ what: 'a name' }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.24',
    touches: ['file', 'log'],
    doc: 'Name of this daemon where several run on a host. Files of process ids and the run directory have it in them, and a reload cannot change it. @ conditions do not look at it, but at the config id.',
  }),
  leaf('child_wait_time', 'childWait', wholeSeconds({ min: 0, max: U32 }), {
    default: micros(5e6),
    since: '2.0.0',
    touches: ['process'],
    doc: 'Seconds that the daemon waits at the end until all roles are resigned. keepalived then kills the processes that have not ended.',
  }),
  lines(
    'linkbeat_interfaces',
    'linkbeatInterfaces',
    { head: field('interface', interfaceName()), rows: polling },
    {
      since: '2.0.13',
      feature: 'vrrp, linkbeat',
      doc: 'Interfaces whose link is asked for its state rather than listened to, one a line, with the way to ask first: MII, ETHTOOL or IOCTL.',
    },
  ),
  lines(
    'interface_up_down_delays',
    'interfaceDelays',
    { head: linkDelays(), rows: [] },
    {
      since: '2.2.3',
      feature: 'vrrp',
      doc: 'Seconds that the link of an interface has to stay down before instances react, and, as a second number, up again before they trust it. One interface a line. For links that flap.',
    },
  ),
] as const
