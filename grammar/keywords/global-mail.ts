import { micros } from '../../src/base/index.ts'
import { leaf, words } from '../table.ts'
import { as, bool, constant, server, text, wholeSeconds } from '../values/index.ts'

/** Whom to tell by mail, how, and of what. */
export const mail = [
  leaf('router_id', 'routerId', text({ what: 'a name' }), {
    missing: 'drop',
    since: '1.1.8',
    touches: ['mail', 'snmp'],
    doc: 'What this machine calls itself in alert mails and SNMP traps; the host name unless given. It is not sent in adverts and need not be unique to VRRP.',
  }),
  words('notification_email', 'mailTo', text({ what: 'a mail address' }), {
    filled: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Who gets alert mails, any number of addresses. Nothing is mailed without smtp_server, and what is mailed is chosen with the smtp_alert keywords.',
  }),
  leaf('notification_email_from', 'mailFrom', text({ what: 'a mail address' }), {
    missing: 'drop',
    exact: true,
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Sender of alert mails; USER@HOST of the process unless given. An address with a display name is one word in double quotes.',
  }),
  leaf('smtp_server', 'mailServer', server(), {
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Mail server that takes the alert mails, by address or name, with its port where that is not 25. There is no encryption and no login, so it is mostly a relay on the host or its network.',
  }),
  leaf('smtp_helo_name', 'mailHelloName', text({ what: 'a name' }), {
    missing: 'silent',
    since: '1.2.20',
    touches: ['mail'],
    doc: 'Name said in HELO; the host name unless given. For mail servers that check it.',
  }),
  leaf('smtp_connect_timeout', 'mailTimeout', wholeSeconds({ min: 1, max: 4294, outside: 'raise' }), {
    default: micros(30e6),
    since: '1.0.3',
    touches: ['mail'],
    doc: 'Longest wait, in seconds, for the mail server to accept the connection. Nothing else waits for it.',
  }),
  leaf('smtp_alert', 'mailAlerts', bool(), {
    since: '2.0.0',
    touches: ['mail'],
    doc: 'Whether changes are mailed, for all instances, groups and servers that nothing nearer speaks for: their own smtp_alert, smtp_alert_vrrp, smtp_alert_checker.',
  }),
  leaf('smtp_alert_vrrp', 'mailAlertsVrrp', bool(), {
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'Whether changes of instances and sync groups are mailed, where they do not say so themselves.',
  }),
  leaf('smtp_alert_checker', 'mailAlertsChecker', bool(), {
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'Whether changes of virtual and real servers are mailed, where they do not say so themselves.',
  }),
  leaf('no_email_faults', 'mailFaults', constant<boolean>(false), {
    default: true,
    since: '2.0.0',
    feature: 'vrrp',
    touches: ['mail'],
    doc: 'No mail when an instance goes to FAULT; changes to master and backup are still mailed.',
  }),
  leaf('no_checker_emails', 'mailCheckerChanges', as(bool(), { to: (on) => !on, from: (on) => !on }), {
    default: true,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['mail'],
    doc: 'No mail when a single check changes, but only when a real server is taken out or put back. For real servers with several checks.',
  }),
] as const
