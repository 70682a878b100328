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
        doc: 'Pass phrase of the key.',
      }),
      leaf('ca', 'authorities', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of authorities.',
      }),
      leaf('certificate', 'certificate', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the certificate that real servers are shown.',
      }),
      leaf('key', 'key', text({ what: 'a file' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['file'],
        doc: 'File of the key of that certificate.',
      }),
    ],
  },
  { repeat: 'merged', since: '1.1.0', feature: 'lvs', touches: ['packet', 'file'], doc: 'What SSL_GET checks use.' },
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
        doc: 'A firewall mark of the group.',
      }),
      leaf('', 'addresses', addressRange(), {
        repeat: 'each',
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Addresses of the group.',
      }),
    ],
  },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs', 'nftables'],
    doc: 'Addresses and marks that virtual servers share.',
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
    doc: 'Sets nothing: the kernel decides.',
  }),
  leaf('flag-1', 'flag1', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'First flag of the scheduler.',
  }),
  leaf('flag-2', 'flag2', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Second flag of the scheduler.',
  }),
  leaf('flag-3', 'flag3', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Third flag of the scheduler.',
  }),
  leaf('sh-port', 'hashPort', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The port counts for sh too.',
  }),
  leaf('sh-fallback', 'hashFallback', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'With sh, goes to another server where the chosen one has no weight.',
  }),
  leaf('mh-port', 'hashPort', flag(), {
    default: false,
    since: '2.0.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The port counts for mh too.',
  }),
  leaf('mh-fallback', 'hashFallback', flag(), {
    default: false,
    since: '2.0.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'With mh, goes to another server where the chosen one has no weight.',
  }),
  leaf('persistence_engine', 'persistenceEngine', text({ what: 'an engine', max: 16, longer: 'cut' }), {
    since: '1.2.20',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'What tells clients apart; sip for calls.',
  }),
  leaf('persistence_granularity', 'persistenceMask', mask(), {
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Which part of an address tells clients apart.',
  }),
  leaf('ha_suspend', 'suspend', flag(), {
    default: false,
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Checks run only while this host has the address.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Changes of the quorum are mailed.',
  }),
  leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
    repeat: 'warned',
    since: '2.2.3',
    feature: 'lvs, snmp checker',
    touches: ['snmp'],
    doc: 'Name in SNMP.',
  }),
  leaf('omega', 'omega', flag(), {
    default: false,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process', 'mail', 'file'],
    doc: 'Programs for going down run at the end too.',
  }),
  leaf('quorum_up', 'quorumUp', command(), {
    repeat: 'first',
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the quorum is there.',
  }),
  leaf('quorum_down', 'quorumDown', command(), {
    repeat: 'first',
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the quorum is lost.',
  }),
  leaf('sorry_server_inhibit', 'sorryInhibit', flag(), {
    default: false,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The sorry server stays in the table with weight 0.',
  }),
  leaf(
    'sorry_server_lvs_method',
    'sorryForwarding',
    options({
      head: field('method', oneOf(['NAT', 'DR', 'TUN'])),
      named: sorryOptions,
      free: choice(['nocsum', 'csum', 'remcsum'], 'checksum'),
    }),
    { since: '1.3.6', feature: 'lvs', touches: ['ipvs'], doc: 'How packets reach the sorry server.' },
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
    doc: 'Program that runs when the server comes back.',
  }),
  leaf('notify_down', 'notifyDown', command(), {
    repeat: 'first',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Program that runs when the server fails.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Changes of its checks are mailed.',
  }),
  leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
    repeat: 'warned',
    since: '2.2.3',
    feature: 'lvs, snmp checker',
    touches: ['snmp'],
    doc: 'Name in SNMP.',
  }),
] as const
