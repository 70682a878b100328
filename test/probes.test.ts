import { afterAll, describe, expect, test } from 'vitest'
import { openProbes } from '../src/host/index.ts'
import { attempt, type Case, expectOf, probes } from './support/check/attempt.ts'
import { dribbles, resets, says, silent } from './support/check/behaviours.ts'
import { closedPort, tcpServer, udpServer } from './support/check/servers.ts'

afterAll(() => probes.close())

const get = 'HTTP_GET {url {;path /;}}'

const cases: readonly Case[] = [
  { name: 'TCP, accepting', check: 'TCP_CHECK {}', server: () => tcpServer(silent) },
  { name: 'TCP, accepting and resetting', check: 'TCP_CHECK {}', server: () => tcpServer(resets) },
  {
    name: 'SMTP, right',
    check: 'SMTP_CHECK {}',
    server: () => tcpServer(says('220 mx ESMTP\r\n', '250 mx\r\n', '221 bye\r\n')),
  },
  {
    name: 'SMTP, replies of several lines',
    check: 'SMTP_CHECK {}',
    server: () => tcpServer(says('220-mx\r\n220 ESMTP\r\n', '250-mx\r\n250 SIZE\r\n', '221 bye\r\n')),
  },
  {
    name: 'SMTP, not ready',
    check: 'SMTP_CHECK {}',
    server: () => tcpServer(says('421 later\r\n')),
    why: /it said "421 later"/,
  },
  {
    name: 'SMTP, a line without end',
    check: 'SMTP_CHECK {}',
    server: () => tcpServer(says('220'.padEnd(10_000, 'x'))),
    why: /a line without end/,
  },
  {
    name: 'SMTP, dribbling',
    check: 'SMTP_CHECK {}',
    server: () => tcpServer(dribbles),
    why: /^no answer in time$/,
  },
  {
    name: 'UDP, a longer answer than is wanted',
    check: 'UDP_CHECK {require_reply 0a;max_reply_length 2;}',
    server: () => udpServer(() => Buffer.from([10, 11, 12])),
    why: /^the answer has 3 bytes, more than 2$/,
  },
  {
    name: 'DNS, an answer that is none',
    check: 'DNS_CHECK {}',
    server: () => udpServer(() => Buffer.from('garbage')),
    why: /^what came back is no answer to it$/,
  },
  { name: 'UDP, silent', check: 'UDP_CHECK {}', server: () => udpServer(() => undefined) },
  {
    name: 'UDP, silent where an answer is needed',
    check: 'UDP_CHECK {require_reply;}',
    server: () => udpServer(() => undefined),
    why: /^no answer in time$/,
  },
  {
    name: 'UDP, any answer, whose length does not matter',
    check: 'UDP_CHECK {require_reply;min_reply_length 10;}',
    server: () => udpServer((data) => data.subarray(0, 2)),
  },
  {
    name: 'UDP, a shorter answer than is wanted',
    check: 'UDP_CHECK {require_reply xx;min_reply_length 10;}',
    server: () => udpServer((data) => data.subarray(0, 2)),
    why: /^the answer has 2 bytes, less than 10$/,
  },
  {
    name: 'UDP, the right answer',
    check: 'UDP_CHECK {payload 0102;require_reply 0x02;}',
    server: () => udpServer((data) => (data.equals(Buffer.from([1, 2])) ? data : undefined)),
  },
  {
    name: 'UDP, another answer',
    check: 'UDP_CHECK {require_reply 0a;}',
    server: () => udpServer(() => Buffer.from([11])),
    why: /another one/,
  },
  {
    name: 'DNS, right',
    check: 'DNS_CHECK {type A;name example.com;}',
    server: () =>
      udpServer((query) => Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x80]), query.subarray(4)])),
  },
  {
    name: 'DNS, refused',
    check: 'DNS_CHECK {}',
    server: () =>
      udpServer((query) => Buffer.concat([query.subarray(0, 2), Buffer.from([0x81, 0x85]), query.subarray(4)])),
    why: /^answered with refused$/,
  },
]

describe('a check of a server', () => {
  test.for(cases)('$name', (each) => expectOf(each))

  test.for(['TCP_CHECK {}', get, 'SSL_GET {url {;path /;}}', 'SMTP_CHECK {}', 'UDP_CHECK {}', 'DNS_CHECK {}'])(
    'that is not there fails: %s',
    async (check) => {
      expect(await attempt(check, await closedPort())).toEqual({ kind: 'failure', why: 'refused (connection refused)' })
    },
  )

  test('from an interface that is not there says nothing', async () => {
    expect(await attempt('TCP_CHECK {bind_if nowhere0;}', 80)).toEqual({ kind: 'unable', why: 'no such device' })
  })
})

test('a check comes from the address and port that it is told', async () => {
  let from: unknown
  await using running = await tcpServer(({ remoteAddress, remotePort }) => {
    from = [remoteAddress, remotePort]
  })
  const port = await closedPort()
  expect(await attempt(`TCP_CHECK {bindto 127.0.0.9;bind_port ${port};}`, running.port)).toEqual({ kind: 'success' })
  await expect.poll(() => from).toEqual(['127.0.0.9', port])
})

describe('a program', () => {
  const misc = (script: string, more = '') => attempt(`MISC_CHECK {misc_path "/bin/sh -c '${script}'";${more}}`, 80)

  test.for([
    ['exit 0', '', { kind: 'success' }],
    ['exit 1', '', { kind: 'failure', why: 'exit code 1' }],
    ['exit 7', '', { kind: 'failure', why: 'exit code 7' }],
    ['exit 7', 'misc_dynamic', { kind: 'success', weight: 5 }],
    ['exit 255', 'misc_dynamic', { kind: 'success', weight: 253 }],
    ['exit 1', 'misc_dynamic', { kind: 'failure', why: 'exit code 1' }],
    ['sleep 30 & wait', 'misc_timeout 1', { kind: 'failure', why: 'did not end in time' }],
  ] as const)('%s %s', async ([script, more, result]) => {
    expect(await misc(script, more)).toEqual(result)
  })

  test('that a signal ends has failed', async () => {
    expect(await misc('kill -KILL 0')).toEqual({ kind: 'failure', why: expect.stringContaining('SIGKILL') })
  })

  test('that may not run says nothing of the server', async () => {
    const own = openProbes(() => undefined)
    expect(await attempt('MISC_CHECK {misc_path /bin/true;}', 80, own.open())).toEqual({
      kind: 'unable',
      why: 'its program may not run',
    })
    own.close()
  })
})
