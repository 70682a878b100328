import type { Rule } from '../lint.ts'

/** keepalived takes every listed address off the interface when it starts. */
export const addressIsSource: Rule = {
  code: 'lint/address-is-source',
  severity: 'warning',
  doc: `The source address of adverts is listed as an address of the instance. Listed addresses are only there while the
router is master, so a backup has nothing to send from and stays in FAULT; at the start they are even taken off the
interface.

Leave the host's own address out of the list.`,
  check({ vrrpInstances }, report) {
    for (const { multicastSource, unicastSource, virtualAddresses, excludedAddresses } of vrrpInstances) {
      const source = unicastSource ?? multicastSource
      for (const { address, at } of [...virtualAddresses, ...excludedAddresses]) {
        if (address === source) report(`${address} is the source of adverts, and cannot come and go with the role`, at)
      }
    }
  },
}
