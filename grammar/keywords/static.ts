import { lines } from '../table.ts'
import { addressLine, addressOptions } from './address-line.ts'
import { routeLine } from './route-line.ts'
import { ruleLine } from './rule-line.ts'
import { trackGroup } from './track-group.ts'

const addressEntry = { head: addressLine.head, rows: [...addressOptions, trackGroup] } as const
const routeEntry = { head: routeLine.head, rows: [...routeLine.rows, trackGroup] } as const
const ruleEntry = { head: ruleLine.head, rows: [...ruleLine.rows, trackGroup] } as const

/** What the host has whatever the roles are. */
export const statics = [
  lines('static_ipaddress', 'staticAddresses', addressEntry, {
    since: '1.1.0',
    feature: 'vrrp',
    touches: ['address'],
    doc: 'Addresses that the host has as long as the daemon runs, master or not, one a line. track_group makes instances depend on one.',
  }),
  lines('static_routes', 'staticRoutes', routeEntry, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that the host has as long as the daemon runs, master or not, one a line as ip route writes it.',
  }),
  lines('static_rules', 'staticRules', ruleEntry, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules of policy routing that the host has as long as the daemon runs, master or not, one a line as ip rule writes it.',
  }),
] as const
