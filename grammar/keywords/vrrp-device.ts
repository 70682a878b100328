import { leaf } from '../table.ts'
import { constant, flag, interfaceName, ipvlan, vmac } from '../values/index.ts'

/** The interface of an instance, and those that it makes. */
export const device = [
  leaf('interface', 'interface', interfaceName(), {
    required: true,
    since: '1.0.3',
    feature: 'vrrp',
    touches: ['packet'],
    doc: 'The interface that adverts are sent and heard on, and that addresses go on unless they name another. When it is down the instance is in FAULT. It may be missing for unicast with a source address alone.',
  }),
  leaf('use_vmac', 'vmac', vmac(), {
    repeat: 'first',
    since: '1.2.3',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl', 'nftables', 'iptables', 'ipset'],
    doc: 'Adverts and addresses use a macvlan with the virtual MAC address 00:00:5e:00:01:VRID, as the RFC says, so that neighbours need not learn a new MAC address after a failover. Its name, another MAC address, netlink_notify_msg and group may follow. ARP and routing of the host often need care with it.',
  }),
  leaf('use_vmac_addr', 'vmacForAddresses', flag(), {
    default: false,
    since: '2.2.0',
    feature: 'vrrp, vmac',
    touches: ['link', 'sysctl'],
    doc: 'Addresses on other interfaces than that of the instance, or of the other family, get a macvlan with the virtual MAC address there too.',
  }),
  leaf('vmac_xmit_base', 'vmacTransmitBase', flag(), {
    default: false,
    since: '1.2.10',
    feature: 'vrrp, vmac',
    touches: ['packet'],
    doc: 'With use_vmac, adverts leave by and arrive at the interface below the macvlan, with its own MAC address. For networks and hypervisors that drop unknown source addresses; unicast needs it and sets it.',
  }),
  leaf('use_ipvlan', 'ipvlan', ipvlan(), {
    repeat: 'first',
    since: '2.0.17',
    feature: 'vrrp, vmac, ipvlan',
    touches: ['link', 'address'],
    doc: "Adverts use an ipvlan on the interface, which has the interface's MAC address and an IPv4 address of its own. A name, the address, the type bridge, private or vepa and a group may follow. Where several MAC addresses on one port are not allowed.",
  }),
  leaf('vrf', 'vrf', interfaceName(), {
    repeat: 'first',
    since: '2.2.5',
    feature: 'vrrp, vrf',
    touches: ['packet'],
    doc: 'The VRF that unicast uses where the instance has no interface.',
  }),
  leaf('dont_track_primary', 'trackPrimary', constant<boolean>(false), {
    default: true,
    since: '1.1.8',
    feature: 'vrrp',
    doc: 'The instance does not go to FAULT when its own interface is down. For a cable between two hosts, where both would lose the role as soon as one is off.',
  }),
  leaf('track_src_ip', 'trackSource', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'The instance goes to FAULT while the source address that is given for it is missing. In keepalived it has no effect.',
  }),
  leaf('promote_secondaries', 'promoteSecondaries', flag(), {
    default: false,
    since: '1.3.0',
    feature: 'vrrp',
    touches: ['sysctl'],
    doc: 'Sets the promote_secondaries setting of the interface while the instance runs: when the first address of a network goes, the others stay. Without it the kernel takes them away too.',
  }),
  leaf('linkbeat_use_polling', 'linkbeatPolling', flag(), {
    default: false,
    since: '2.0.0',
    feature: 'vrrp, linkbeat',
    deprecated: 'linkbeat_interfaces',
    doc: 'Asks the link of the interface for its state again and again, for drivers that do not tell of changes.',
  }),
  leaf('lvs_sync_daemon_interface', 'syncInterface', interfaceName(), {
    repeat: 'first',
    since: '1.0.3',
    feature: 'vrrp, lvs',
    deprecated: 'global_defs lvs_sync_daemon',
    touches: ['ipvs', 'packet'],
    doc: 'Runs the connection copying of IPVS over this interface with this instance, as lvs_sync_daemon in global_defs does, but with id 0.',
  }),
] as const
