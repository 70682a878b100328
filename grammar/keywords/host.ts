import type { Micros } from '../../src/base/index.ts'
import { micros } from '../../src/base/index.ts'
import { leaf, lines } from '../table.ts'
import {
  constant,
  field,
  flag,
  interfaceName,
  optional,
  seconds,
  text,
  U32,
  type ValueType,
  wholeSeconds,
} from '../values/index.ts'

const polling = [
  leaf('MII', 'by', constant<Polling>('MII'), { since: '2.0.13', doc: 'By the registers of the interface.' }),
  leaf('ETHTOOL', 'by', constant<Polling>('ETHTOOL'), { since: '2.0.13', doc: 'By ethtool.' }),
  leaf('IOCTL', 'by', constant<Polling>('IOCTL'), { since: '2.0.13', doc: 'By the flags of the interface.' }),
] as const

type Polling = 'MII' | 'ETHTOOL' | 'IOCTL'

interface Delays {
  readonly interface: string
  readonly down: Micros
  readonly up: Micros
}

const delay = seconds({ min: 0, max: 255 })

function delays(): ValueType<Delays> {
  return {
    arity: [2, 3],
    read([name, first, second], cx) {
      if (!name || !first) {
        if (name) cx.report('bind/missing-argument', { keyword: cx.keyword }, name)
        return undefined
      }
      const down = delay.read([first], cx)
      const up = second ? delay.read([second], cx) : micros(0)
      return down === undefined || up === undefined ? undefined : { interface: name.text, down, up }
    },
    print: ({ interface: name, down, up }) => `${name} ${delay.print(down)} ${delay.print(up)}`,
    describe: () => 'an interface, how long down, and maybe how long up',
  }
}

export const host = [
  leaf('linkbeat_use_polling', 'linkbeatPolling', flag(), {
    default: false,
    since: '1.1.18',
    feature: 'linkbeat',
    touches: ['link'],
    doc: 'Links are asked for their state instead of listened to.',
  }),
  leaf('net_namespace', 'networkNamespace', text({ what: 'a network namespace' }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.24',
    touches: ['process', 'file', 'log'],
    doc: 'The network namespace that everything runs in.',
  }),
  leaf('net_namespace_ipvs', 'ipvsNamespace', optional(text({ what: 'a network namespace' }), ''), {
    repeat: 'first',
    since: '2.1.0',
    touches: ['ipvs', 'process'],
    doc: 'The network namespace of IPVS, where that is another one.',
  }),
  leaf('namespace_with_ipsets', 'namespaceIpsets', flag(), {
    default: false,
    since: '1.3.0',
    touches: ['ipset'],
    doc: 'Uses ipsets in a namespace on old kernels too.',
  }),
  leaf('use_pid_dir', 'pidDirectory', flag(), {
    default: false,
    since: '1.2.24',
    touches: ['file'],
    doc: 'Files with process ids go to a directory of their own.',
  }),
  leaf('instance', 'instance', text({ what: 'a name' }), {
    repeat: 'first',
    missing: 'drop',
    since: '1.2.24',
    touches: ['file', 'log'],
    doc: 'Name of this daemon among several on the host.',
  }),
  leaf('child_wait_time', 'childWait', wholeSeconds({ min: 0, max: U32 }), {
    default: micros(5e6),
    since: '2.0.0',
    touches: ['process'],
    doc: 'How long the daemon waits for its processes at the end.',
  }),
  lines(
    'linkbeat_interfaces',
    'linkbeatInterfaces',
    { head: field('interface', interfaceName()), rows: polling },
    { since: '2.0.13', feature: 'vrrp, linkbeat', doc: 'Interfaces whose link is asked for its state, and how.' },
  ),
  lines(
    'interface_up_down_delays',
    'interfaceDelays',
    { head: delays(), rows: [] },
    { since: '2.2.3', feature: 'vrrp', doc: 'How long a link has to be down, and up again, before that counts.' },
  ),
] as const
