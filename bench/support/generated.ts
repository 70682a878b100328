/** Configurations of about so many lines, as large installations have them. Nothing in them is worth a finding. */
export const generated: Readonly<Record<string, (lines: number) => string>> = {
  'vrrp, 1 address an instance': (lines) => many(lines, 8, (index) => router(index, 1)),
  'vrrp, 10 addresses': (lines) => many(lines, 17, (index) => router(index, 10)),
  'lvs with checks': (lines) => many(lines, 44, service),
  routes: (lines) => `static_routes {\n${many(lines - 2, 1, route)}}\n`,
}

/** One host of a fleet: its instances back up those of its neighbour. */
export function fleetHost(index: number, instances: number): string {
  const pair = index >> 1
  return Array.from({ length: instances }, (_, nth) =>
    router(instances * pair + nth, 1).replace('priority 150', `priority ${150 - 50 * (index & 1)}`),
  ).join('')
}

function many(lines: number, linesEach: number, part: (index: number) => string): string {
  return Array.from({ length: Math.max(1, Math.floor(lines / linesEach)) }, (_, index) => part(index)).join('')
}

/** One of as many as there may be: 255 on an interface. */
function router(index: number, addresses: number): string {
  const held = Array.from({ length: addresses }, (_, nth) => `        ${ip(10, addresses * index + nth)}/24\n`)
  return `vrrp_instance VI_${index} {
    interface eth${Math.floor(index / 255)}
    virtual_router_id ${1 + (index % 255)}
    priority 150
    virtual_ipaddress {
${held.join('')}    }
}
`
}

function service(index: number): string {
  const servers = [1, 2, 3, 4].map(
    (nth) => `    real_server ${ip(10, 4 * index + nth)} 80 {
        weight 100
        TCP_CHECK {
            connect_timeout 3
            retry 3
            delay_before_retry 2
        }
    }
`,
  )
  return `virtual_server ${ip(172, index)} 80 {
    delay_loop 6
    lb_algo wlc
    lb_kind DR
    persistence_timeout 600
    protocol TCP
    quorum 2
    hysteresis 1
    alpha
    omega
${servers.join('')}}
`
}

function route(index: number): string {
  return `    ${ip(10, index)}/32 via 192.0.2.1 dev eth0 metric ${1 + (index % 100)}\n`
}

function ip(first: number, index: number): string {
  return `${first}.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
}
