import { error, warning } from './entry.ts'

/** Virtual servers, their checks, and BFD sessions. */
export const serverEntries = {
  'bind/session-family': error(
    (p: { source: string }) => `source_ip ${p.source} is not of the family of the neighbour`,
    'Both ends of a session are of one family. keepalived leaves the session out.',
  ),
  'bind/duplicate-session': error(
    (p: { name: string; other: string }) => `bfd_instance ${p.name} cannot be told from ${p.other}`,
    'They have one neighbour, both or neither of them is multihop, and their sources are the same or not given. keepalived leaves the second one out.',
  ),
  'bind/too-many-hops': error(
    (p: { hops: number; ttl: number }) => `max_hops ${p.hops} is more than a ttl of ${p.ttl}: ${p.ttl} is used`,
    'A packet cannot pass more routers than its TTL. keepalived counts -1 as 255.',
  ),
  'bind/tunnel-options': error(
    (p: { why: string }) => `the options of the tunnel are left out: ${p.why}`,
    'keepalived keeps the forwarding method, and wraps packets as it does without options.',
  ),
  'bind/mark-of-no-family': error(
    (p: { name: string }) => `virtual_server_group ${p.name} has both families, and a mark that does not say its own`,
    'Write fwmark MARK inet or fwmark MARK inet6. keepalived removes the group, and what uses it.',
  ),
  'bind/mask-of-ipv4': error(
    (p: { text: string }) => `persistence_granularity ${p.text} is a mask of IPv4, and the service is of IPv6`,
    'For IPv6 the granularity is a prefix length from 1 to 128. keepalived leaves the line out.',
  ),
  'bind/reply-length': error(
    (p: { least: number; most: number }) => `min_reply_length ${p.least} is above max_reply_length ${p.most}`,
    'No answer is long enough and short enough. keepalived reports it and uses both.',
  ),
  'bind/session-unusable': error(
    (p: { name: string; why: string }) => `bfd_instance ${p.name} ${p.why}`,
    'A session that has the word vrrp and not checker tells instances alone, and a server watches each session once. keepalived leaves the check out.',
  ),
  'bind/link-local-check': error(
    (p: { address: string }) => `${p.address} is on every link: the check needs bind_if`,
    'A link-local address is reached by one interface, which has to be named. keepalived leaves the check out.',
  ),
  'bind/empty-group': error(
    (p: { name: string }) => `virtual_server_group ${p.name} has no address or mark that can be used`,
    'keepalived removes such a group, and what uses it.',
  ),
  'bind/default-used': warning(
    (p: { block: string; keyword: string; used: string }) => `${p.block} has no ${p.keyword}: ${p.used} is used`,
    'keepalived reports that it falls back on its default. Write what you mean.',
  ),
  'bind/no-real-server': error(
    (p: { service: string }) => `virtual_server ${p.service} has no real_server that can be used`,
    'keepalived drops a virtual server without one.',
  ),
  'bind/duplicate-real-server': error(
    (p: { server: string }) => `real_server ${p.server} is in this virtual_server already`,
    'keepalived removes the second one.',
  ),
  'bind/service-family': error(
    (p: { what: string }) => `${p.what} is not of the family of the service`,
    'Only tunnels carry one family to servers of the other. keepalived leaves it out.',
  ),
  'bind/source-family': error(
    (p: { source: string }) => `bindto ${p.source} is not of the family of the address that is checked`,
    'A connection has one family. keepalived leaves the source out.',
  ),
  'bind/one-packet': error(
    () => 'ops has no effect on this protocol',
    'Scheduling each packet by itself makes sense for UDP, and for services by firewall mark. keepalived leaves it out.',
  ),
  'bind/port-reset': error(
    (p: { server: string; method: string; used: string }) =>
      `${p.server} gets ${p.used}: ${p.method} cannot change ports`,
    'With DR and TUN the packet arrives at the real server as it was sent, so both use the port of the service.',
  ),
  'bind/protocol-of-mark': warning(
    () => 'protocol has no effect on a service by firewall mark',
    'The mark is all that selects the packets. keepalived reports it and goes on.',
  ),
  'bind/any-port': error(
    (p: { service: string; seconds: number }) =>
      `${p.service} is for any port, so persistence of ${p.seconds} s is used`,
    'A service without a port needs persistence in the kernel.',
  ),
  'bind/quorum': error(
    (p: { keyword: string; value: number; used: number; why: string }) =>
      `${p.keyword} ${p.value} is ${p.why}: ${p.used} is used`,
    'The quorum cannot be more than all weights together, nor the hysteresis more than the quorum less one.',
  ),
  'bind/no-request': error(
    (p: { what: string; missing: string }) => `${p.what} has no ${p.missing} and is left out`,
    'A check without anything to ask for cannot run. Without any check a real server always counts as alive.',
  ),
}
