import type { Code, Diagnostic } from '../base/index.ts'

/** What to do about findings that are made where nothing more is known than their code. */
const advice: { readonly [C in Code]?: string } = {
  'expand/comment-in-definition': 'move the comment above the definition',
  'expand/include-missing': 'correct the path, or remove the line',
  'bind/authentication-version': 'remove the block on all routers of the VRID',
  'bind/default-used': 'write which one is meant',
  'bind/duplicate-address': 'remove one of the two',
  'bind/duplicate-name': 'give each a name of its own',
  'bind/duplicate-real-server': 'remove one of the two',
  'bind/duplicate-router': 'give each virtual router on a network an id of its own',
  'bind/extra-words': 'put it on a line of its own, or behind #',
  'bind/group-member': 'correct the name, or take it out of the group',
  'bind/ignored-text': 'leave it out',
  'bind/no-request': 'write it, or remove the check',
  'bind/option-of-ipv4': 'leave it out',
  'bind/own-interface': 'remove the line',
  'bind/peer-prefix': 'leave it out',
  'bind/port-reset': 'write that port, or use NAT',
  'bind/preempt-master': 'keep one of the two',
  'bind/quorum': 'write one that the servers can reach',
  'bind/secret-too-long': 'write eight bytes',
  'bind/small-group': 'list two instances or more in group { }',
  'bind/strict': 'remove vrrp_strict, unless the letter of the RFC is wanted',
  'bind/transmit-base': 'write vmac_xmit_base too',
  'bind/unicast-without-peers': 'list the other routers in unicast_peer',
  'bind/unknown-object': 'define it above, or correct the name',
  'bind/without-addresses': 'list addresses in virtual_ipaddress, or write no_virtual_ipaddress',
}

/** Gives a finding without a hint the one of its code. */
export function withAdvice(found: Diagnostic): Diagnostic {
  const hint = found.hint ?? (found.fix ? 'kac lint --fix repairs it' : advice[found.code as Code])
  return hint === undefined ? found : { ...found, hint }
}
