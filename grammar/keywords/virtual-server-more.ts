import { parseIp } from '../../src/base/index.ts'
import { block, leaf } from '../table.ts'
import {
  addressRange,
  bool,
  choice,
  command,
  field,
  flag,
  int,
  nothing,
  oneOf,
  options,
  port,
  secret,
  text,
  U32,
  type ValueType,
} from '../values/index.ts'

export const sslSettings = block(
  'SSL',
  'ssl',
  {
    head: nothing(),
    rows: [
      leaf('password', 'password', secret({ max: 1024 }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        doc: 'Pass phrase of the key file.',
      }),
      leaf('ca', 'authorities', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of certificate authorities, in PEM. keepalived loads it, and verifies no server with it.',
      }),
      leaf('certificate', 'certificate', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the certificate, with its chain, that checks show to servers that ask for one, in PEM.',
      }),
      leaf('key', 'key', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the private key of that certificate, in PEM.',
      }),
    ],
  },
  {
    repeat: 'last',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet', 'file'],
    doc: 'What SSL_GET checks use to identify themselves. A file that cannot be loaded ends keepalived, where there is an SSL_GET.',
  },
)

const family = oneOf(['inet', 'inet6'])

interface GroupMark {
  readonly mark: number
  readonly family?: 'inet' | 'inet6'
}

/** A firewall mark, and maybe the family of its packets. */
function groupMark(): ValueType<GroupMark> {
  const number = int({ min: 0, max: U32 })
  return {
    arity: [1, 2],
    read([first, second], cx) {
      const mark = first && number.read([first], cx)
      if (mark === undefined) return undefined
      const kind = second && family.read([second], cx)
      return { mark, ...(kind && { family: kind }) }
    },
    print: ({ mark, family: kind }) => (kind === undefined ? String(mark) : `${mark} ${kind}`),
    describe: () => `${number.describe()}, and maybe ${family.describe()}`,
  }
}

export const serverGroup = block(
  'virtual_server_group',
  'serverGroups',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('fwmark', 'marks', groupMark(), {
        repeat: 'each',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'A firewall mark of the group, and the family of its packets where the group has both.',
      }),
      leaf('', 'addresses', addressRange(), {
        repeat: 'each',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Addresses of the group, one stretch a line: an address, a network, or FIRST-LAST with the last part or the whole of the last address; and maybe a port.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs', 'nftables'],
    doc: 'Addresses and firewall marks under a name, which virtual servers use in place of an address. One set of checks and one quorum then stand for all of them.',
  },
)

const sorryOptions = {
  type: oneOf(['ipip', 'gue', 'gre']),
  port: port(),
}

/** What virtual servers take besides. */
export const more = [
  leaf('hashed', 'hashed', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    doc: 'Sets nothing, because the kernel sets this flag on every service by itself.',
  }),
  leaf('flag-1', 'flag1', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'First flag of the scheduler, whatever that means to it: the fallback of sh and mh.',
  }),
  leaf('flag-2', 'flag2', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Second flag of the scheduler, whatever that means to it: the port of sh and mh.',
  }),
  leaf('flag-3', 'flag3', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Third flag of the scheduler, whatever that means to it.',
  }),
  leaf('sh-port', 'hashPort', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: "The scheduler sh also looks at the client's port, so that one client is spread over servers.",
  }),
  leaf('sh-fallback', 'hashFallback', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The scheduler sh chooses another server where the one for the client has weight 0 or is full.',
  }),
  leaf('mh-port', 'hashPort', flag(), {
    default: false,
    since: '2.0.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: "The scheduler mh also looks at the client's port, so that one client is spread over servers.",
  }),
  leaf('mh-fallback', 'hashFallback', flag(), {
    default: false,
    since: '2.0.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The scheduler mh chooses another server where the one for the client has weight 0 or is full.',
  }),
  leaf('persistence_engine', 'persistenceEngine', text({ what: 'an engine', max: 16, longer: 'cut' }), {
    since: '1.2.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'What tells clients apart for persistence, in place of their address; the kernel has sip, which looks at the call id.',
  }),
  leaf('persistence_granularity', 'persistenceMask', mask(), {
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: "How much of a client's address tells clients apart: a mask for IPv4, a prefix length for IPv6. Clients of one network then stay with one server. It turns persistence on.",
  }),
  leaf('ha_suspend', 'suspend', flag(), {
    default: false,
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Checks run only while this host has the address of the service, so that a backup does not ask servers that it does not use. Not for firewall marks and groups.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Mails when the quorum is lost or gained. smtp_alert_checker and smtp_alert in global_defs speak for services without it.',
  }),
  leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
    repeat: 'warned',
    since: '2.2.3',
    feature: 'lvs, snmp checker',
    touches: ['snmp'],
    doc: 'Name of the service in SNMP.',
  }),
  leaf('omega', 'omega', flag(), {
    default: false,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process', 'mail', 'file'],
    doc: 'Runs notify_down and quorum_down, and what belongs to them, also when the daemon ends.',
  }),
  leaf('quorum_up', 'quorumUp', command(), {
    repeat: 'first',
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the service has its quorum, also at the start.',
  }),
  leaf('quorum_down', 'quorumDown', command(), {
    repeat: 'first',
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the service has lost its quorum.',
  }),
  leaf('sorry_server_inhibit', 'sorryInhibit', flag(), {
    default: false,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The sorry server stays in the table with weight 0 while it is not needed, so that its connections can end on their own. It has to stand below sorry_server.',
  }),
  leaf(
    'sorry_server_lvs_method',
    'sorryForwarding',
    options({
      head: field('method', oneOf(['NAT', 'DR', 'TUN'])),
      named: sorryOptions,
      free: choice(['nocsum', 'csum', 'remcsum'], 'checksum'),
    }),
    {
      since: '1.3.6',
      feature: 'lvs',
      touches: ['ipvs'],
      doc: 'How packets reach the sorry server, where it is not lb_kind. It has to stand below sorry_server.',
    },
  ),
] as const

/** A mask of IPv4, or a prefix length of IPv6. */
function mask(): ValueType<string> {
  return {
    arity: [1, 1],
    read([word], cx) {
      if (!word) return undefined
      const fits = word.text.includes('.')
        ? parseIp(word.text) !== undefined
        : /^\d+$/.test(word.text) && Number(word.text) >= 1 && Number(word.text) <= 128
      if (fits) return word.text
      cx.report('bind/not-an-address', { keyword: cx.keyword, text: word.text }, word)
      return undefined
    },
    print: String,
    describe: () => 'a mask of IPv4 such as 255.255.255.0, or a prefix length of IPv6',
  }
}

/** What real servers take besides. */
export const moreOfReal = [
  leaf('notify_up', 'notifyUp', command(), {
    repeat: 'first',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the server comes into use again; at the start only with rs_init_notifies.',
  }),
  leaf('notify_down', 'notifyDown', command(), {
    repeat: 'first',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the server goes out of use.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Mails when a check of the server changes. smtp_alert_checker and smtp_alert in global_defs speak for servers without it.',
  }),
  leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
    repeat: 'warned',
    since: '2.2.3',
    feature: 'lvs, snmp checker',
    touches: ['snmp'],
    doc: 'Name of the server in SNMP.',
  }),
] as const
