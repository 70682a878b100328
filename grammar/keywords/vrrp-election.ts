import { micros } from '../../src/base/index.ts'
import { derived, leaf } from '../table.ts'
import { bool, constant, int, oneOf, optional, seconds } from '../values/index.ts'

/** Who becomes master, and when. */
export const election = [
  leaf('state', 'state', oneOf(['MASTER', 'BACKUP']), {
    default: derived,
    bad: { use: 'BACKUP' },
    repeat: { keep: 'MASTER' },
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'State wanted at the start, MASTER or BACKUP. The election decides by priority all the same: MASTER makes it begin with an advert at once and rules nopreempt out. Usual is BACKUP everywhere, or MASTER on the one host of the highest priority.',
  }),
  leaf('priority', 'priority', int({ min: 1, max: 255 }), {
    default: derived,
    bad: { use: 100 },
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Base priority: of the routers that are up the highest becomes master, and at equal priority the higher address. Trackers add to it and take from it. 255 is for the owner of the addresses, which never yields; hosts that share addresses need 254 or less and no two the same.',
  }),
  leaf('advert_int', 'advertInterval', seconds({ min: 0.01, max: 255 }), {
    default: micros(1_000_000),
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'Seconds between adverts, the same on all routers of one VRID. Version 2 sends whole seconds, version 3 steps of 10 ms up to 40.95 s. A backup takes over after about three of them without an advert.',
  }),
  leaf('nopreempt', 'preempt', constant<boolean>(false), {
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'A running master of lower priority is left alone, so that a host that comes back does not move the role a second time. Needs state BACKUP, and all hosts should have it.',
  }),
  leaf('preempt', 'preempt', constant<boolean>(true), {
    default: true,
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Takes over from a master of lower priority, which is the default. The word only undoes a nopreempt above it.',
  }),
  leaf('preempt_delay', 'preemptDelay', seconds({ min: 0, max: 1000 }), {
    default: micros(0),
    bad: { use: micros(0) },
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'Seconds to wait before taking over from a master of lower priority that is heard, so that a host which comes back has its routes and services ready first. Without a master nobody waits. Needs state BACKUP and does not go with nopreempt.',
  }),
  leaf('down_timer_adverts', 'downTimerAdverts', int({ min: 1, max: 100 }), {
    default: derived,
    since: '2.2.3',
    feature: 'vrrp',
    doc: 'Advert intervals without an advert after which a backup takes the master for dead. 3 by the RFC; more rides out losses and makes takeovers slower.',
  }),
  leaf('lower_prio_no_advert', 'lowerPrioNoAdvert', bool(), {
    default: derived,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master that hears an advert of lower priority does not answer with one of its own at once.',
  }),
  leaf('higher_prio_send_advert', 'higherPrioSendAdvert', bool(), {
    default: derived,
    since: '1.3.5',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'A master sends one more advert before it yields to a higher priority.',
  }),
  leaf('owner_ignore_adverts', 'ownerIgnoreAdverts', bool(), {
    default: derived,
    since: '2.3.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'With priority 255, adverts of others are not even looked at. The owner of the addresses yields to nobody anyway.',
  }),
  leaf('timer_expired_backup', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'A master that got no time to run for so long that another must have taken over goes to backup rather than on as master. The number is the highest priority among the others, which tells how soon they take over; 254 without one. Needs nopreempt.',
  }),
  leaf('thread_timer_expired', 'timerExpiredBackup', optional(int({ min: 1, max: 254 }), 254), {
    since: '2.3.2',
    feature: 'vrrp',
    deprecated: 'timer_expired_backup',
    doc: 'A name that only the notes of one release had. Write timer_expired_backup.',
  }),
] as const
