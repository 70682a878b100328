import { block, derived, leaf } from '../table.ts'
import { bool, field, int, text } from '../values/index.ts'
import { instanceTracking } from './tracking.ts'
import { addresses } from './vrrp-addresses.ts'
import { announcements } from './vrrp-announcements.ts'
import { authentication, hmac } from './vrrp-authentication.ts'
import { device } from './vrrp-device.ts'
import { election } from './vrrp-election.ts'
import { notifications } from './vrrp-notify.ts'
import { packets } from './vrrp-packets.ts'

export const vrrpInstance = block(
  'vrrp_instance',
  'vrrpInstances',
  {
    head: field('name', text({ what: 'a name' })),
    rows: [
      leaf('virtual_router_id', 'virtualRouterId', int({ min: 1, max: 255 }), {
        required: true,
        since: '1.0.3',
        feature: 'vrrp',
        touches: ['packet'],
        doc: 'The VRID, 1 to 255: the same on all routers that back each other up, and used by no others on that network. It is also the last part of the virtual MAC address.',
      }),
      ...election,
      ...device,
      ...packets,
      authentication,
      hmac,
      ...addresses,
      ...announcements,
      ...notifications,
      ...instanceTracking,
      leaf('strict_mode', 'strict', bool(), {
        default: derived,
        since: '1.2.20',
        feature: 'vrrp',
        touches: ['packet', 'nftables', 'iptables'],
        doc: 'Holds this instance to the letter of the RFC, or with off excepts it from vrrp_strict. No unicast, no authentication, no preempt_delay, at least one address, and packets to addresses that the host does not own are dropped.',
      }),
      leaf('debug', 'debug', int({ min: 0, max: 4 }), {
        default: 0,
        since: '1.0.3',
        feature: 'vrrp',
        doc: 'Kept for old files; it has no effect.',
      }),
    ],
  },
  {
    repeat: 'each',
    exact: true,
    missing: 'drop',
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['address', 'route', 'rule', 'packet'],
    doc: 'One virtual router on one interface: which addresses it holds, who of the hosts has them, and what happens when that changes. Every host that takes part has such a block with the same VRID.',
  },
)
