import { micros } from '../../src/base/index.ts'
import { block, leaf } from '../table.ts'
import { field, flag, int, seconds, service, text, U32 } from '../values/index.ts'
import { LONGEST } from './check-common.ts'
import { realServer } from './real-server.ts'
import { quorum } from './virtual-server-quorum.ts'
import { scheduling } from './virtual-server-scheduling.ts'

/** Settings of checks that do not say so themselves. */
const checking = [
  leaf('delay_loop', 'delayLoop', seconds({ min: 0.000001, max: LONGEST }), {
    default: micros(60e6),
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds from the end of one check to the start of the next.',
  }),
  leaf('retry', 'retry', int({ min: 1, max: U32 }), {
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Failures in a row that do not count yet, for checks that do not say so themselves.',
  }),
  leaf('delay_before_retry', 'delayBeforeRetry', seconds({ min: 0, max: LONGEST }), {
    bad: { use: micros(0) },
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds from a failed try to the next one, for checks that do not say so themselves.',
  }),
  leaf('warmup', 'warmup', seconds({ min: 0, max: LONGEST }), {
    since: '1.3.7',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Longest time in seconds before the first check, for checks that do not say so themselves.',
  }),
  leaf('connect_timeout', 'connectTimeout', seconds({ min: 0.000001, max: 4294.967295 }), {
    default: micros(5e6),
    since: '2.0.13',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Seconds to wait for a connection and for answers, for checks that do not say so themselves.',
  }),
  leaf('inhibit_on_failure', 'inhibitOnFailure', flag(), {
    default: false,
    since: '1.3.7',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Failed servers stay in the table with weight 0 rather than leaving it.',
  }),
  leaf('alpha', 'alpha', flag(), {
    default: false,
    since: '1.1.16',
    feature: 'lvs',
    touches: ['ipvs'],
    doc: 'Servers count as failed until their checks succeed, so that the service starts with those that are known to work.',
  }),
  leaf('virtualhost', 'host', text({ what: 'a host name' }), {
    repeat: 'warned',
    missing: 'drop',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Host header of the HTTP checks that do not say so themselves.',
  }),
  leaf('ha_suspend', 'suspend', flag(), {
    default: false,
    since: '1.1.0',
    feature: 'lvs',
    touches: ['packet'],
    doc: 'Checks run only while this host has the address of the service, so that a backup does not ask servers that it does not use. Not for firewall marks and groups.',
  }),
] as const

export const virtualServer = block(
  'virtual_server',
  'virtualServers',
  { head: field('service', service()), rows: [...scheduling, ...quorum, ...checking, realServer] },
  {
    repeat: 'each',
    since: '1.1.0',
    feature: 'lvs',
    touches: ['ipvs', 'nftables', 'packet'],
    doc: 'A service that IPVS balances over real servers: by address and port, by fwmark and a firewall mark, or by group and the name of a virtual_server_group. Without a real server it is left out.',
  },
)
