import { derived, leaf, lines } from '../table.ts'
import { constant, flag } from '../values/index.ts'
import { addressLine } from './address-line.ts'
import { routeLine } from './route-line.ts'
import { ruleLine } from './rule-line.ts'

/** What a master holds. */
export const addresses = [
  lines('virtual_ipaddress', 'virtualAddresses', addressLine, {
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['address', 'packet', 'nftables', 'iptables', 'ipset'],
    doc: 'Addresses that the master holds, one a line with its options, all of one family. Adverts list them, and backups compare the list with their own. Behind the address stand its prefix length, dev, label and so on.',
  }),
  lines('virtual_ipaddress_excluded', 'excludedAddresses', addressLine, {
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['address', 'packet', 'nftables', 'iptables', 'ipset'],
    doc: 'Further addresses that the master holds, of either family. Adverts do not list them, so there may be any number: for what does not fit an advert, and for IPv6 addresses beside an IPv4 instance.',
  }),
  leaf('no_virtual_ipaddress', 'withoutAddresses', flag(), {
    default: false,
    since: '2.2.8',
    feature: 'vrrp',
    doc: 'The instance is meant to have no addresses, so that this is not reported: for instances that only run scripts or hold routes.',
  }),
  leaf('accept', 'accept', constant<boolean>(true), {
    default: derived,
    since: '1.2.17',
    feature: 'vrrp',
    doc: 'Packets to the virtual addresses are taken in though this host does not own them, which is the default unless strict. Without it the address does not even answer a ping.',
  }),
  leaf('no_accept', 'accept', constant<boolean>(false), {
    since: '1.3.0',
    feature: 'vrrp, iptables or nftables',
    touches: ['nftables', 'iptables', 'ipset'],
    doc: 'Packets to the virtual addresses are dropped by firewall rules unless this host owns them, as the RFC wants. The addresses then serve as gateways only.',
  }),
  lines('virtual_routes', 'virtualRoutes', routeLine, {
    complete: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['route'],
    doc: 'Routes that exist while the instance is master, one a line as ip route writes it. When the kernel loses one, or its interface, the instance reacts unless no_track says otherwise.',
  }),
  lines('virtual_rules', 'virtualRules', ruleLine, {
    strict: true,
    complete: true,
    since: '1.2.20',
    feature: 'vrrp',
    touches: ['rule'],
    doc: 'Rules of policy routing that exist while the instance is master, one a line as ip rule writes it.',
  }),
] as const
