import { describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { MailServer } from '../support/mail/index.ts'
import { needs } from '../support/needs.ts'
import { instance } from '../support/notify/instance.ts'
import { Record, settled } from '../support/notify/record.ts'
import { keepalived } from '../support/peers/index.ts'

/**
 * The same configuration and the same events under kac and under keepalived, each in a lab of its own: scripts are
 * called with the same arguments, pipes get the same lines, mails have the same texts. Scripts run side by side, so
 * their calls are compared as a set for each step; lines are compared in order.
 */

interface Step {
  /** `start`, `stop`, a command on the host, or what another host does. */
  readonly happens: string | ((other: Host) => Promise<unknown>)
  readonly lines: readonly string[]
  readonly calls: readonly string[]
  readonly mails?: readonly string[]
}

interface Case {
  readonly name: string
  readonly globals?: string
  readonly blocks: string
  readonly steps: readonly Step[]
}

const record = 'DIR/record'
const notifyAll = (name: string) => `
  notify ${record}
  notify_master "${record} master ${name}"
  notify_backup "${record} 'backup of' ${name}"
  notify_fault "${record} fault ${name}"
  notify_stop "${record} stop ${name}"`

/** VRRPv3 of priority 90 for the address that the instance of VRID 51 has; RFC 9568 section 5.2. */
const lowerAdvert = `python3 -c '
import socket, struct
to, own = socket.inet_aton("224.0.0.18"), socket.inet_aton("192.0.2.2")
body = bytes([0x31, 51, 90, 1, 0, 20, 0, 0]) + socket.inet_aton("192.0.2.51")
pseudo = own + to + bytes([0, 112]) + struct.pack("!H", len(body))
total = sum(struct.unpack("!%dH" % (len(pseudo + body) // 2), pseudo + body))
total = (total & 0xffff) + (total >> 16)
checksum = struct.pack("!H", 0xffff & ~((total & 0xffff) + (total >> 16)))
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, 112)
out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
out.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, own)
out.sendto(body[:6] + checksum + body[8:], ("224.0.0.18", 0))
'`

const cases: readonly Case[] = [
  {
    name: 'an instance: start, fault, end',
    blocks: instance('A', 51, `${notifyAll('A')}\ntrack_interface {\n eth1\n }`),
    steps: [
      {
        happens: 'start',
        lines: ['INSTANCE "A" BACKUP 100', 'INSTANCE "A" MASTER 100'],
        calls: ['INSTANCE A BACKUP 100', 'INSTANCE A MASTER 100', 'backup of A', 'master A'],
      },
      {
        happens: 'ip link set eth1 down',
        lines: ['INSTANCE "A" FAULT 100'],
        calls: ['INSTANCE A FAULT 100', 'fault A'],
      },
      {
        happens: 'ip link set eth1 up',
        lines: ['INSTANCE "A" BACKUP 100', 'INSTANCE "A" MASTER 100'],
        calls: ['INSTANCE A BACKUP 100', 'INSTANCE A MASTER 100', 'backup of A', 'master A'],
      },
      { happens: 'stop', lines: ['INSTANCE "A" STOP 100'], calls: ['INSTANCE A STOP 100', 'stop A'] },
    ],
  },
  {
    name: 'a master that hears a lower priority',
    blocks: instance('A', 51, 'priority 150\nnotify_master_rx_lower_pri "DIR/record lower A"'),
    steps: [
      { happens: 'start', lines: ['INSTANCE "A" BACKUP 150', 'INSTANCE "A" MASTER 150'], calls: [] },
      {
        happens: (other) => other.sh(lowerAdvert),
        lines: ['INSTANCE "A" MASTER_RX_LOWER_PRI 150'],
        calls: ['lower A'],
      },
      { happens: 'stop', lines: ['INSTANCE "A" STOP 150'], calls: [] },
    ],
  },
  {
    name: 'a sync group: before its instances at the start, after them later',
    blocks: `${instance('A', 51, 'priority 150\ntrack_interface {\n eth1\n }')}
vrrp_instance B {
  interface eth0
  virtual_router_id 52
  version 3
  advert_int 0.2
  virtual_ipaddress {
    192.0.2.52/24
  }
}
vrrp_sync_group G {
  group {
    A
    B
  }
  ${notifyAll('G')}
}
`,
    steps: [
      {
        happens: 'start',
        lines: [
          'GROUP "G" BACKUP 0',
          'INSTANCE "A" BACKUP 150',
          'INSTANCE "B" BACKUP 100',
          'INSTANCE "B" MASTER 100',
          'INSTANCE "A" MASTER 150',
          'GROUP "G" MASTER 0',
        ],
        calls: ['GROUP G BACKUP 0', 'GROUP G MASTER 0', 'backup of G', 'master G'],
      },
      {
        happens: 'ip link set eth1 down',
        lines: ['INSTANCE "A" FAULT 150', 'INSTANCE "B" FAULT 100', 'GROUP "G" FAULT 0'],
        calls: ['GROUP G FAULT 0', 'fault G'],
      },
      {
        happens: 'stop',
        lines: ['INSTANCE "A" STOP 150', 'INSTANCE "B" STOP 100', 'GROUP "G" STOP 0'],
        calls: ['GROUP G STOP 0', 'stop G'],
      },
    ],
  },
  {
    name: 'a first result that fails, and one that comes good',
    blocks: `vrrp_script gate {
  script "/usr/bin/test -e DIR/gate"
  interval 1
}
${instance('A', 51, `notify ${record}\ntrack_script {\n gate\n }`)}`,
    steps: [
      { happens: 'start', lines: ['INSTANCE "A" FAULT 100'], calls: ['INSTANCE A FAULT 100'] },
      {
        happens: 'touch DIR/gate',
        lines: ['INSTANCE "A" BACKUP 100', 'INSTANCE "A" MASTER 100'],
        calls: ['INSTANCE A BACKUP 100', 'INSTANCE A MASTER 100'],
      },
      { happens: 'stop', lines: ['INSTANCE "A" STOP 100'], calls: ['INSTANCE A STOP 100'] },
    ],
  },
  {
    name: 'changes of priority: the pipe alone is told',
    globals: 'vrrp_notify_priority_changes true',
    blocks: `track_file f {
  file DIR/number
}
${instance('A', 51, `notify ${record}\ntrack_file {\n f\n }`)}`,
    steps: [
      {
        happens: 'start',
        lines: ['INSTANCE "A" BACKUP 100', 'INSTANCE "A" MASTER 100'],
        calls: ['INSTANCE A BACKUP 100', 'INSTANCE A MASTER 100'],
      },
      { happens: 'echo 7 > DIR/number', lines: ['INSTANCE "A" MASTER_PRIORITY 107'], calls: [] },
      { happens: 'stop', lines: ['INSTANCE "A" STOP 107'], calls: ['INSTANCE A STOP 107'] },
    ],
  },
  {
    name: 'mails of an instance and a group, but not of faults',
    globals: `notification_email {
    a@example.org
    b@example.org
  }
  notification_email_from k@example.org
  smtp_server 127.0.0.1
  smtp_helo_name lab.example.org
  smtp_alert_vrrp true
  no_email_faults`,
    blocks: `${instance('A', 51, 'track_interface {\n eth1\n }')}
${instance('B', 52, 'smtp_alert false')}
vrrp_sync_group G {
  group {
    A
    B
  }
}
`,
    steps: [
      {
        happens: 'start',
        lines: [
          'GROUP "G" BACKUP 0',
          'INSTANCE "A" BACKUP 100',
          'INSTANCE "B" BACKUP 100',
          'INSTANCE "B" MASTER 100',
          'INSTANCE "A" MASTER 100',
          'GROUP "G" MASTER 0',
        ],
        calls: [],
        mails: [
          '[lb1] VRRP Group G - Entering BACKUP state: => All VRRP group instances are now in BACKUP state <=',
          '[lb1] VRRP Group G - Entering MASTER state: => All VRRP group instances are now in MASTER state <=',
          '[lb1] VRRP Instance A - Entering BACKUP state: => VRRP Instance is no longer owning VRRP VIPs <=',
          '[lb1] VRRP Instance A - Entering MASTER state: => VRRP Instance is now owning VRRP VIPs <=',
        ],
      },
      {
        happens: 'ip link set eth1 down',
        lines: ['INSTANCE "A" FAULT 100', 'INSTANCE "B" FAULT 100', 'GROUP "G" FAULT 0'],
        calls: [],
      },
    ],
  },
]

const configuration = (host: Host, { globals = '', blocks }: Case) =>
  `global_defs {
  router_id lb1
  enable_script_security
  script_user root
  vrrp_notify_fifo DIR/fifo
  vrrp_garp_master_delay 1
  ${globals}
}
${blocks}`.replaceAll('DIR', host.folder)

const daemons = {
  kac: async (host: Host, text: string) => {
    const kac = await Kac.start(host, text)
    return () => kac.stop()
  },
  keepalived: async (host: Host, text: string) => {
    const running = await keepalived(host, text)
    return async () => void (await running.kill('SIGTERM'))
  },
}

describe.each(Object.entries(daemons))('what %s tells', (_, start) => {
  const options = needs('root', 'ip', 'tcpdump', 'keepalived')
  test.concurrent.for(cases)('$name', options, async (each) => {
    await using lab = await Lab.open('notify')
    const host = await lab.host('lb1', { eth0: ['192.0.2.1/24'], eth1: ['198.51.100.1/24'] })
    const other = await lab.host('lb2', { eth0: ['192.0.2.2/24'] })
    await host.sh('ip address add 127.0.0.1/8 dev lo 2>/dev/null || true')
    const mail = await MailServer.start(host)
    const record = await Record.start(host)
    const stop = await start(host, configuration(host, each))
    for (const step of each.steps) {
      if (typeof step.happens === 'function') await step.happens(other)
      else if (step.happens === 'stop') await stop()
      else if (step.happens !== 'start') await host.sh(step.happens.replaceAll('DIR', host.folder))
      const done = () =>
        record.lines().length >= step.lines.length &&
        record.calls().length >= step.calls.length &&
        mail.mails.length >= (step.mails?.length ?? 0)
      await until(done, {
        within: 8000,
        what: () => `${step.happens}: ${JSON.stringify([record.lines(), record.calls(), mail.mails])}`,
      })
      expect(settled(record.lines())).toEqual(settled(step.lines))
      expect(record.calls()).toEqual([...step.calls].sort())
      if (step.mails) {
        expect(mail.mails.map(({ headers, body }) => `${headers.Subject}: ${body}`).sort()).toEqual(
          [...step.mails].sort(),
        )
        for (const { envelope, headers } of mail.mails) {
          expect(envelope).toContain('HELO lab.example.org')
          expect(envelope.slice(-3)).toEqual([
            'MAIL FROM:<k@example.org>',
            'RCPT TO:<a@example.org>',
            'RCPT TO:<b@example.org>',
          ])
          expect(headers.To?.replaceAll(/\s+/g, ' ')).toBe('a@example.org, b@example.org')
          expect(headers['X-Mailer']).toBe('Keepalived')
        }
      }
      record.next()
    }
  })
})
