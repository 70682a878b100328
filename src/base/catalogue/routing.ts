import { error, note } from './entry.ts'

/** Routes and rules. */
export const routingEntries = {
  'host/number-name': note(
    (p: { text: string; file: string }) => `"${p.text}" is a name that only ${p.file} of the host can tell`,
    'Routing tables, protocols, scopes, realms, fields of traffic and groups of interfaces have names in files of iproute2, each host its own. Away from the host the line is left out of what is judged; kac lint --on-host and the daemon look the name up.',
  ),
  'bind/mixed-families': error(
    (p: { what: string; family: number }) => `${p.what} does not fit: the line is of IPv${p.family}`,
    'All addresses of a route or rule are of one family; realms are of IPv4 alone, expires and pref of IPv6. keepalived leaves the line out, or the nexthops from this one on.',
  ),
  'bind/everything-too-late': error(
    () => 'default, any and all have to stand before what tells the family of the line',
    'keepalived takes these words for addresses of a family still to come, and leaves the line out where an address before them told it. Write the destination of a route first, and from all or to all first in a rule.',
  ),
  'bind/or-and-nexthop': error(
    () => 'or does not go with nexthop',
    'or is the old way to name a second router. keepalived leaves the route out. Write one nexthop for each router.',
  ),
  'bind/line-protocol': error(
    (p: { protocol: number }) => `protocol ${p.protocol} needs no_track: 18 is used`,
    'keepalived finds what it tracks by its own protocol number, 18. Another one is for lines with no_track.',
  ),
  'bind/goto': error(
    () => 'goto needs a priority of the rule itself that is below its target',
    'A rule can only send packets on to a later one. keepalived leaves the rule out.',
  ),
  'bind/needs-table': error(
    (p: { keyword: string }) => `${p.keyword} needs a table to look into`,
    'Realms and suppressors say what to do with the route that was found. keepalived leaves the rule out.',
  ),
  'bind/untracked': error(
    (p: { keyword: string }) => `track_group has no effect without ${p.keyword}`,
    'A line goes with its group when its interface fails, so it has to name one. keepalived leaves track_group out.',
  ),
  'bind/no-destination': error(
    () => 'this route leads nowhere: its destination is missing',
    'Behind the kind of route an address has to follow, or default. keepalived leaves the route out.',
  ),
}
