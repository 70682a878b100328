import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'
import { keepalived } from '../support/peers/index.ts'

/** Unicast that leaves the choice of the interface to the kernel: peers on another network, behind a router. */

const vip = '203.0.113.100'

function configuration(own: string, peer: string, priority: number, interfaceLine = ''): string {
  return `vrrp_instance VI_1 {
  virtual_router_id 51
  priority ${priority}
  version 3
  advert_int 0.2
  ${interfaceLine}
  unicast_src_ip ${own}
  unicast_peer {
    ${peer}
  }
  virtual_ipaddress {
    ${vip}/24 dev eth0
  }
}
`
}

const numbers = { lb1: '192.0.2.1', lb2: '198.51.100.2' }

async function openPair(lab: Lab): Promise<{ lb1: Host; lb2: Host }> {
  const router = {
    left: { segment: 'left', addresses: ['192.0.2.9/24'] },
    right: { segment: 'right', addresses: ['198.51.100.9/24'] },
  }
  const between = await lab.host('router', router)
  await between.sh('sysctl -qw net.ipv4.ip_forward=1')
  const lb1 = await lab.host('lb1', { eth0: { segment: 'left', addresses: [`${numbers.lb1}/24`] } })
  const lb2 = await lab.host('lb2', { eth0: { segment: 'right', addresses: [`${numbers.lb2}/24`] } })
  await lb1.sh('ip route add default via 192.0.2.9')
  await lb2.sh('ip route add default via 198.51.100.9')
  return { lb1, lb2 }
}

const master = (host: Host) => host.has(vip)

describe('unicast without an interface', needs('root', 'ip', 'tcpdump', 'keepalived'), () => {
  const peers = [
    { name: 'kac', start: async (host: Host, text: string) => (await Kac.start(host, text)).daemon, line: '' },
    { name: 'keepalived on its interface', start: keepalived, line: 'interface eth0' },
  ]

  test.for(peers)(
    'beyond a router is $name: the better one has the role, and gives it away',
    async ({ start, line }) => {
      await using lab = await Lab.open('without')
      const { lb1, lb2 } = await openPair(lab)
      await start(lb2, configuration(numbers.lb2, numbers.lb1, 100, line))
      await until(() => master(lb2), { within: 8000 })
      const kac = await Kac.start(lb1, configuration(numbers.lb1, numbers.lb2, 150))
      await until(() => master(lb1) && !master(lb2), { within: 8000 })
      await kac.stop()
      await until(() => master(lb2), { within: 4000 })
      expect(master(lb1)).toBe(false)
    },
  )
})
