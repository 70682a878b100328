import { block, derived, leaf } from '../table.ts'
import { bool, command, endpoint, forwarding, I32, int, seconds, text, U32 } from '../values/index.ts'
import { bfdCheck } from './bfd-check.ts'
import { LONGEST } from './check-common.ts'
import { dnsCheck } from './dns-check.ts'
import { fileCheck } from './file-check.ts'
import { httpCheck, sslCheck } from './http-check.ts'
import { miscCheck } from './misc-check.ts'
import { pingCheck } from './ping-check.ts'
import { smtpCheck } from './smtp-check.ts'
import { tcpCheck } from './tcp-check.ts'
import { udpCheck } from './udp-check.ts'

export const realServer = block(
  'real_server',
  'realServers',
  {
    head: endpoint(),
    rows: [
      leaf('weight', 'weight', int({ min: 0, max: I32 }), {
        default: derived,
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Share of the connections, beside the weights of the others; 0 gives the server no new ones and lets those that there are end.',
      }),
      leaf('lvs_method', 'forwarding', forwarding(), {
        default: derived,
        since: '1.3.6',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'How packets reach this server, where it is not lb_kind.',
      }),
      leaf('uthreshold', 'upperThreshold', int({ min: 0, max: U32 }), {
        default: 0,
        since: '1.1.13',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Number of connections from which the server gets no new ones; 0 for no limit.',
      }),
      leaf('lthreshold', 'lowerThreshold', int({ min: 0, max: U32 }), {
        default: 0,
        since: '1.1.13',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'Number of connections below which a server that was full gets new ones again; three quarters of uthreshold unless given.',
      }),
      leaf('inhibit_on_failure', 'inhibitOnFailure', bool(), {
        default: derived,
        since: '1.1.0',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'A failed server stays in the table with weight 0 rather than leaving it, so that its connections can end on their own.',
      }),
      leaf('alpha', 'alpha', bool(), {
        default: derived,
        since: '1.3.7',
        feature: 'lvs',
        touches: ['ipvs'],
        doc: 'The server counts as failed until its checks succeed.',
      }),
      leaf('retry', 'retry', int({ min: 1, max: U32 }), {
        since: '1.3.7',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Failures in a row that do not count yet, for the checks of this server that do not say so themselves.',
      }),
      leaf('delay_before_retry', 'delayBeforeRetry', seconds({ min: 0, max: LONGEST }), {
        since: '1.3.7',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Seconds from a failed try to the next one, for the checks of this server that do not say so themselves.',
      }),
      leaf('warmup', 'warmup', seconds({ min: 0, max: LONGEST }), {
        since: '1.3.7',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Longest time in seconds before the first check, for the checks of this server that do not say so themselves.',
      }),
      leaf('connect_timeout', 'connectTimeout', seconds({ min: 0.000001, max: 4294.967295 }), {
        default: derived,
        since: '2.0.13',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Seconds to wait for a connection and for answers, for the checks of this server that do not say so themselves.',
      }),
      leaf('delay_loop', 'delayLoop', seconds({ min: 0.000001, max: LONGEST }), {
        default: derived,
        since: '1.3.7',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Seconds between checks, for the checks of this server that do not say so themselves.',
      }),
      leaf('virtualhost', 'host', text({ what: 'a host name' }), {
        repeat: 'warned',
        missing: 'drop',
        since: '1.3.6',
        feature: 'lvs',
        touches: ['packet'],
        doc: 'Host header of the HTTP checks of this server that do not say so themselves.',
      }),
      tcpCheck,
      httpCheck,
      sslCheck,
      miscCheck,
      smtpCheck,
      pingCheck,
      udpCheck,
      dnsCheck,
      fileCheck,
      bfdCheck,
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
        default: derived,
        since: '2.0.0',
        feature: 'lvs',
        touches: ['mail'],
        doc: 'Mails when a check of the server changes. smtp_alert_checker and smtp_alert in global_defs speak for servers without it.',
      }),
      leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
        exact: 'spoils',
        repeat: 'warned',
        since: '2.2.3',
        feature: 'lvs, snmp checker',
        touches: ['snmp'],
        doc: 'Name of the server in SNMP.',
      }),
    ],
  },
  {
    repeat: 'each',
    required: true,
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs', 'packet'],
    doc: 'One server that the service is balanced over, by address and port. It is in use while all checks in its block succeed, and always without any.',
  },
)
