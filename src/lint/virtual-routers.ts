import { addressesOf, type VirtualRouter } from './fleet.ts'

const headings = ['network', 'VRID', 'addresses', 'members by priority'] as const

/** The table of virtual routers for a terminal. */
export function virtualRoutersText(routers: readonly VirtualRouter[]): string {
  const rows = [headings, ...routers.map(cellsOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The same for a pull request. */
export function virtualRoutersMarkdown(routers: readonly VirtualRouter[]): string {
  const rows = [headings, headings.map(() => '---'), ...routers.map(cellsOf)]
  return rows.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}

/** The same for programs. */
export function virtualRoutersJson(routers: readonly VirtualRouter[]): object[] {
  return routers.map(({ virtualRouterId, family, networks, members }) => ({
    virtualRouterId,
    family,
    networks,
    addresses: addressesOf(members[0].router),
    members: members.map(({ host, router }) => ({
      host,
      name: router.name,
      interface: router.interface,
      priority: router.priority,
      version: router.version,
      preempt: router.preempt,
    })),
  }))
}

function cellsOf({ virtualRouterId, networks, members }: VirtualRouter): readonly string[] {
  const [{ router }] = members
  return [
    networks.join(', ') || router.interface,
    String(virtualRouterId),
    addressesOf(router).join(', '),
    members.map((member) => `${member.host} ${member.router.priority}`).join(', '),
  ]
}
