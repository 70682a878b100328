import type { Config } from '../bind/index.ts'
import type { NotifyEffect, NotifyState } from './event.ts'

type What = 'Instance' | 'Group'

const entering = (state: string) => `Entering ${state} state`

const subjects: Readonly<Record<NotifyState, string>> = {
  MASTER: entering('MASTER'),
  BACKUP: entering('BACKUP'),
  FAULT: entering('FAULT'),
  STOP: 'Stopping',
  DELETED: 'Deleted',
}

/** The texts that keepalived mails: filters of mailboxes know them. */
const bodies: Readonly<Record<What, Readonly<Record<NotifyState, string>>>> = {
  Instance: {
    MASTER: 'VRRP Instance is now owning VRRP VIPs',
    BACKUP: 'VRRP Instance is no longer owning VRRP VIPs',
    FAULT: 'VRRP Instance is no longer owning VRRP VIPs',
    STOP: 'VRRP Instance stopping',
    DELETED: 'VRRP Deleted at reload',
  },
  Group: {
    MASTER: 'All VRRP group instances are now in MASTER state',
    BACKUP: 'All VRRP group instances are now in BACKUP state',
    FAULT: 'All VRRP group instances are now in FAULT state',
    STOP: 'All VRRP group instances are now stopping',
    DELETED: 'VRRP Deleted at reload',
  },
}

export interface MailSubject {
  readonly what: What
  readonly name: string
  /** Whether this one's changes are mailed. */
  readonly wanted: boolean
  /** Of which state there was a mail last: there is no second one. */
  readonly mailed: NotifyState | undefined
}

/** One mail, or none. */
export function mailsOf(
  { what, name, wanted, mailed }: MailSubject,
  state: NotifyState,
  global: Config['global'],
): NotifyEffect[] {
  if (!wanted || state === mailed || (state === 'FAULT' && !global.mailFaults)) return []
  return [{ kind: 'mail', subject: `VRRP ${what} ${name} - ${subjects[state]}`, body: `=> ${bodies[what][state]} <=` }]
}
