import { error, note, warning } from './entry.ts'

/** Plans, fleets, and what only kac's own tools say. */
export const toolEntries = {
  'plan/not-a-plan': error(
    () => 'this is not a plan that kac saved',
    'The file is damaged, cut off, or something else altogether. Make the plan again with kac plan --out.',
  ),
  'plan/other-format': error(
    (p: { format: number; wanted: number; kacVersion: string }) =>
      `this plan has format ${p.format}, made by kac ${p.kacVersion}; format ${p.wanted} is needed`,
    'Saved plans are carried out by a kac of the same format only, because no step may be understood differently from how it was shown.',
  ),
  'fleet/not-yaml': error(
    (p: { why: string }) => `this is not YAML: ${p.why}`,
    'kac.yaml is a YAML file. Nothing in it is used until it can be read.',
  ),
  'fleet/unknown-key': error(
    (p: { key: string; place: string }) => `"${p.key}" is not a key of ${p.place}`,
    'kac.yaml has a few keys, spelt exactly so: what is not known would have no effect, and is more likely misspelt. docs/kac-yaml.md lists them.',
  ),
  'fleet/missing-key': error(
    (p: { key: string; place: string }) => `${p.place} has no ${p.key}`,
    'kac.yaml names hosts, and each has the path of its configuration.',
  ),
  'fleet/bad-value': error(
    (p: { key: string; wanted: string }) => `${p.key} has to be ${p.wanted}`,
    'The value in kac.yaml is of another sort than its key takes.',
  ),
  'fleet/unknown-member': error(
    (p: { segment: string; member: string }) =>
      `segment ${p.segment} lists "${p.member}", which is no HOST:INTERFACE of this file`,
    'A segment is a list of interfaces that are on one wire, each as the name of a host of the file, a colon, and the interface.',
  ),
  'lint/not-served-yet': note(
    (p: { what: string }) => `kac reads ${p.what} and does not act on it yet`,
    'The keyword is understood and judged, and what it asks for will not happen in this release. What is inside its block is judged too.',
  ),
  'lint/idle': note(
    (p: { keyword: string; why: string }) => `${p.keyword} changes nothing: ${p.why}`,
    'The keyword is understood, and there is nothing left that it could be for. The line can go.',
  ),
  'lint/old-name': warning(
    (p: { keyword: string; instead: string }) => `${p.keyword} is an old name: ${p.instead} is what to write`,
    'keepalived takes the old name without a word, or remarks on it in its log only. It will go some day.',
  ),
  'lint/untyped-password': warning(
    () => 'authentication without auth_type has no effect',
    'A password is used with a type only: auth_type PASS. keepalived sends adverts without authentication, and says nothing.',
  ),
  'lint/unknown-member': warning(
    (p: { group: string; member: string }) => `there is no vrrp_instance ${p.member} for track_group ${p.group}`,
    'Members are names of instances. keepalived leaves others out, and says so in its log only; where none is left it may crash at the start.',
  ),
  'lint/unknown-group': error(
    (p: { name: string }) => `there is no virtual_server_group ${p.name}`,
    'The group may stand anywhere in the configuration. keepalived leaves the virtual server out, and only its log says so.',
  ),
  'lint/group-family': error(
    (p: { group: string; server: string }) =>
      `real_server ${p.server} cannot answer for all addresses of virtual_server_group ${p.group}`,
    'A server that is not reached by a tunnel is of the family of the group, and a group of both families needs tunnels to all its servers. keepalived leaves the virtual server out, and only its log says so.',
  ),
  'lint/too-many-addresses': error(
    (p: { name: string; from: string; size: string; most: number }) =>
      `virtual_server_group ${p.name} may have ${p.most} addresses: those from ${p.from} (${p.size}) are too many`,
    'Each address is a service of the kernel by itself, with all real servers behind it: the range is left out. keepalived goes wrong with such ranges. With nftables_ipvs a group of addresses alone may be of any size.',
  ),
  'lint/mask-number': warning(
    (p: { text: string }) => `persistence_granularity ${p.text} is an address, not a prefix length`,
    'For IPv4 the granularity is a mask such as 255.255.255.0.',
  ),
  'lint/regex-offsets': error(
    (p: { from: number; to: number }) => `regex_max_offset ${p.to} is before regex_min_offset ${p.from}`,
    'A match cannot begin there. keepalived leaves both out, and only its log says so.',
  ),
  'lint/no-pattern': error(
    () => 'regex_no_match has no effect without regex',
    'There is no pattern that an answer could be free of. keepalived ignores it, and only its log says so.',
  ),
  'lint/too-many-findings': error(
    (p: { most: number }) => `there are more than ${p.most} findings; what follows is not shown`,
    'A file with so many is mostly no configuration at all: a binary, a log, or a template.',
  ),
  'lint/newer-keyword': error(
    (p: { keyword: string; since: string; release: string }) =>
      `${p.keyword} came with keepalived ${p.since}, and ${p.release} does not know it`,
    'The release that kac lint --target-version names ignores the line, and reads the lines of its block as if they stood outside. Leave it out, or install a newer release.',
  ),
  'lint/template': error(
    (p: { mark: string }) => `this is a template: ${p.mark} is yet to be filled in`,
    'The file is made into configurations by another program, such as Ansible, Puppet, Helm or envsubst. Nothing else is said of it. Judge what comes out of that program; kac lint - reads standard input.',
  ),
  'lint/unused-definition': warning(
    (p: { name: string }) => `$${p.name} is defined and never used`,
    'Nothing in this file, or in what it includes, uses the definition, on any host. Mostly the name is spelt differently where it should be used; otherwise remove the line.',
  ),
  'lint/unused-suppression': warning(
    (p: { code: string }) => `nothing here is ${p.code}, so this comment has no effect`,
    'A comment kac-ignore speaks for its own line, or for the next when it stands alone. Remove it when what it was for is gone.',
  ),
  'lint/suppression-without-reason': warning(
    (p: { code: string }) => `kac-ignore ${p.code} gives no reason, so it has no effect`,
    'Write kac-ignore CODE: and why the finding does not apply, for whoever reads it next.',
  ),
}
