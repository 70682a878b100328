import { derived, leaf } from '../table.ts'
import { bool, command, endpoint, flag, forwarding, int, text, U32 } from '../values/index.ts'

/** When a service counts as up, and what happens when that changes. */
export const quorum = [
  leaf('quorum', 'quorum', int({ min: 1, max: U32 }), {
    default: 1,
    bad: { use: 1 },
    adjusted: 0,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Sum of the weights of servers in use from which the service counts as up. Below it, the sorry server stands in and quorum_down runs.',
  }),
  leaf('hysteresis', 'hysteresis', int({ min: 0, max: U32 }), {
    default: 0,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Added to the quorum for coming up and taken off for going down, so that one server that comes and goes does not flip the service.',
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
  leaf('sorry_server', 'sorryServer', endpoint(), {
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Server that stands in when the quorum is lost, mostly one with a page that says so. It is never checked.',
  }),
  leaf('sorry_server_inhibit', 'sorryInhibit', flag(), {
    default: false,
    since: '1.2.13',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'The sorry server stays in the table with weight 0 while it is not needed, so that its connections can end on their own. It has to stand below sorry_server.',
  }),
  leaf('sorry_server_lvs_method', 'sorryForwarding', forwarding(), {
    since: '1.3.6',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'How packets reach the sorry server, where it is not lb_kind. It has to stand below sorry_server.',
  }),
  leaf('omega', 'omega', flag(), {
    default: false,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['process', 'mail', 'file'],
    doc: 'Runs notify_down and quorum_down, and what belongs to them, also when the daemon ends.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    default: derived,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Mails when the quorum is lost or gained. smtp_alert_checker and smtp_alert in global_defs speak for services without it.',
  }),
  leaf('snmp_name', 'snmpName', text({ what: 'a name' }), {
    exact: 'spoils',
    repeat: 'warned',
    since: '2.2.3',
    feature: 'lvs, snmp checker',
    touches: ['snmp'],
    doc: 'Name of the service in SNMP.',
  }),
] as const
