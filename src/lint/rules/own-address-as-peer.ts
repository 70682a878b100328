import type { Rule } from '../lint.ts'

/** keepalived accepts it and sends adverts to itself. */
export const ownAddressAsPeer: Rule = {
  code: 'lint/own-address-as-peer',
  severity: 'warning',
  doc: `The source address of an instance is among its unicast peers, so the host sends adverts to itself. It happens
where one file is copied to all hosts.

List the other hosts only; a condition @host in front of each line keeps one file for all.`,
  check({ vrrpInstances }, report) {
    for (const { unicastPeers, unicastSource } of vrrpInstances) {
      for (const { address, at } of unicastPeers) {
        if (address === unicastSource) report(`${address} is this host's own address, not a peer`, at)
      }
    }
  },
}
