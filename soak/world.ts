import { Kac } from '../test/support/cli/kac.ts'
import { type Host, Lab, until } from '../test/support/lab/index.ts'

const ROUTERS = 20

/** A load balancer of the soak. */
export interface Member {
  readonly host: Host
  kac: Kac
  settings: Settings
}

interface Settings {
  readonly priority: number
  readonly extra?: boolean
  readonly broken?: boolean
}

/** The address of a router. */
export function addressAt(router: number): string {
  return `198.51.100.${router + 1}`
}

function configuration({ priority, extra = false, broken = false }: Settings): string {
  const instances = Array.from({ length: ROUTERS }, (_, router) => {
    const more = extra && router === 0 ? '    203.0.113.1/32\n' : ''
    return `vrrp_instance VI_${router + 1} {
  interface eth0
  virtual_router_id ${router + 1}
  priority ${priority}
  version 3
  advert_int 0.1
  virtual_ipaddress {
    ${addressAt(router)}/32
${more}  }
}
`
  })
  return `${instances.join('')}${broken ? 'vrrp_instance X {\n  virtual_router_id 300\n}\n' : ''}`
}

/** Three load balancers on one segment, and a seeded dice. */
export class World {
  readonly lab: Lab
  readonly members: readonly Member[]
  readonly random: () => number

  private constructor(lab: Lab, members: readonly Member[], random: () => number) {
    this.lab = lab
    this.members = members
    this.random = random
  }

  static async open(random: () => number): Promise<World> {
    const lab = await Lab.open('soak')
    const members: Member[] = []
    for (const number of [1, 2, 3]) {
      const host = await lab.host(`lb${number}`, { eth0: [`192.0.2.${number}/24`] })
      const settings = { priority: 250 - 50 * number }
      members.push({ host, kac: await Kac.start(host, configuration(settings)), settings })
    }
    return new World(lab, members, random)
  }

  async start(member: Member): Promise<void> {
    member.kac = await Kac.start(member.host, configuration(member.settings))
  }

  /** Leaves one daemon with the settings of the member, whatever it was at. */
  async revive(member: Member): Promise<void> {
    if (member.kac.daemon.exit) await this.start(member)
    else await this.reload(member, {})
  }

  /** Another configuration, which the daemon reads now. What is broken is refused, and what was before stays. */
  async reload(member: Member, settings: Partial<Settings>): Promise<void> {
    const next = { ...member.settings, ...settings }
    const said = member.kac.daemon.output.length
    member.host.write('keepalived.conf', configuration(next))
    member.kac.daemon.signal('SIGHUP')
    const words = next.broken ? 'refused' : 'is in force'
    await until(() => member.kac.daemon.output.slice(said).includes(words), {
      within: 10_000,
      what: () => `${words}: ${member.kac.daemon.output.slice(said)}`,
    })
    if (!next.broken) member.settings = next
  }

  /** What is wrong now: an address on no host, or on more than one. */
  wrong(): string[] {
    const held = this.members.map(({ host }) => new Set(host.addresses('eth0').map(({ local }) => local)))
    return Array.from({ length: ROUTERS }, (_, router) => addressAt(router)).flatMap((address) => {
      const holders = this.members.filter((_, index) => held[index]?.has(address)).map(({ host }) => host.name)
      return holders.length === 1 ? [] : [`${address} is on ${holders.join(' and ') || 'no host'}`]
    })
  }

  /** Which host has the first router's address. */
  holder(): string | undefined {
    return this.members.find(({ host }) => host.has(addressAt(0)))?.host.name
  }

  async close(): Promise<void> {
    await this.lab.close()
  }
}
