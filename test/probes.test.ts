import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import { userInfo } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import type { Check } from '../src/bind/index.ts'
import { type Answer, type Kind, kindsOf, type ProbeResult } from '../src/check/index.ts'
import { hostPrograms, openProbes } from '../src/host/index.ts'
import { closedPort, type TestServer, tcpServer, tlsServer, udpServer } from './support/check/servers.ts'
import { configOf } from './support/config-of.ts'

const probes = openProbes(({ command }, ended) => {
  const [file = ''] = command.argv
  const { uid, gid } = userInfo()
  return hostPrograms.start(
    { program: { file, argv: command.argv, uid, gid, umask: 0o177 }, args: [], listen: false },
    ended,
  )
})
const session = probes.open()
afterAll(() => probes.close())

const kinds = kindsOf({
  md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
  matcher: () => undefined,
})

/** The only check of a real server at this port, which gives up after 0.3 s. */
function checkOf(block: string, port: number): Check {
  const [keyword = '', rest = ''] = block.split(/ (.*)/s)
  const body = rest.replace(/^\{|\}$/g, '')
  const { virtualServers } = configOf(`virtual_server 192.0.2.10 80 {
    protocol TCP
    lb_algo rr
    lb_kind NAT
    real_server 127.0.0.1 ${port} {
        ${keyword} {
            ${keyword === 'MISC_CHECK' ? '' : 'connect_timeout 0.3'}
            ${body.replaceAll(';', '\n')}
        }
    }
}`)
  const check = virtualServers[0]?.realServers[0]?.checks[0]
  if (!check) throw new Error(`no check in ${block}`)
  return check
}

async function attempt(block: string, port: number): Promise<ProbeResult> {
  const check = checkOf(block, port)
  const kind = kinds[check.kind] as Kind
  const answer = await new Promise<Answer>((done) => session.attempt(check, kind.exchange(check, 0), done))
  return kind.judge(check, answer, 0)
}

const page = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const answers = (text: string) => (socket: Socket) => socket.once('data', () => socket.end(text))
const keepsOpen = (text: string) => (socket: Socket) => socket.once('data', () => socket.write(text))
const endless = (socket: Socket) => {
  const chunk = Buffer.alloc(65_536, 'x')
  const more = () => {
    if (!socket.destroyed && socket.writable) socket.write(chunk, more)
  }
  socket.write('HTTP/1.1 200 OK\r\n\r\n', more)
}
const resets = (socket: Socket) => socket.resetAndDestroy()
const silent = () => undefined
/** Says a line, then one for each that it hears. */
const says =
  (...lines: string[]) =>
  (socket: Socket) => {
    let next = 0
    const say = () => {
      const line = lines[next++]
      if (line === undefined) socket.end()
      else socket.write(line)
    }
    say()
    socket.on('data', say)
  }

interface Case {
  readonly name: string
  readonly check: string
  readonly server: () => Promise<TestServer>
  /** Undefined for success; otherwise why not. */
  readonly why?: RegExp
}

const get = 'HTTP_GET {url {;path /;}}'
const digest = createHash('md5').update('hello').digest('hex')

const cases: readonly Case[] = [
  { name: 'TCP, accepting', check: 'TCP_CHECK {}', server: () => tcpServer(silent) },
  { name: 'TCP, accepting and resetting', check: 'TCP_CHECK {}', server: () => tcpServer(resets) },
  { name: 'HTTP, right', check: get, server: () => tcpServer(answers(page)) },
  { name: 'HTTP, lines that end in LF', check: get, server: () => tcpServer(answers('HTTP/1.0 200 OK\n\nhello')) },
  { name: 'HTTP, without a reason', check: get, server: () => tcpServer(answers('HTTP/1.1 200\r\n\r\n')) },
  { name: 'HTTP, complete and kept open', check: get, server: () => tcpServer(keepsOpen(page)) },
  { name: 'HTTP, digest', check: `HTTP_GET {url {;path /;digest ${digest};}}`, server: () => tcpServer(answers(page)) },
  {
    name: 'HTTP, wrong digest',
    check: `HTTP_GET {url {;path /;digest ${'0'.repeat(32)};}}`,
    server: () => tcpServer(answers(page)),
    why: new RegExp(`^the digest is ${digest}$`),
  },
  {
    name: 'HTTP, another status',
    check: get,
    server: () => tcpServer(answers('HTTP/1.1 503 No\r\n\r\n')),
    why: /^status 503$/,
  },
  {
    name: 'HTTP, a status that is wanted',
    check: 'HTTP_GET {url {;path /;status_code 301-302 503;}}',
    server: () => tcpServer(answers('HTTP/1.1 503 No\r\n\r\n')),
  },
  { name: 'HTTP, silent', check: get, server: () => tcpServer(silent), why: /^no answer in time$/ },
  { name: 'HTTP, resetting', check: get, server: () => tcpServer(resets), why: /^broken off/ },
  { name: 'HTTP, empty', check: get, server: () => tcpServer(answers('')), why: /^the answer is empty$/ },
  { name: 'HTTP, half a header', check: get, server: () => tcpServer(answers('HTTP/1.1 200 OK\r\n')), why: /header/ },
  { name: 'HTTP, something else', check: get, server: () => tcpServer(answers('SSH-2.0-x\r\n\r\n')), why: /not HTTP/ },
  { name: 'HTTP, endless', check: get, server: () => tcpServer(endless), why: /^the answer is too long$/ },
  { name: 'TLS, right, of somebody else', check: 'SSL_GET {url {;path /;}}', server: () => tlsServer(answers(page)) },
  {
    name: 'TLS, plain text',
    check: 'SSL_GET {url {;path /;}}',
    server: () => tcpServer(answers(page)),
    why: /^broken off \(.*SSL/,
  },
  {
    name: 'TLS, silent',
    check: 'SSL_GET {url {;path /;}}',
    server: () => tcpServer(silent),
    why: /^no answer in time$/,
  },
  {
    name: 'TLS, endless',
    check: 'SSL_GET {url {;path /;}}',
    server: () => tlsServer(endless),
    why: /^the answer is too long$/,
  },
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
  { name: 'UDP, silent', check: 'UDP_CHECK {}', server: () => udpServer(() => undefined) },
  {
    name: 'UDP, silent where an answer is needed',
    check: 'UDP_CHECK {require_reply;}',
    server: () => udpServer(() => undefined),
    why: /^no answer in time$/,
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
  test.for(cases)('$name', async ({ check, server, why }) => {
    await using running = await server()
    const result = await attempt(check, running.port)
    if (why === undefined) expect(result).toEqual({ kind: 'success' })
    else expect(result).toEqual({ kind: 'failure', why: expect.stringMatching(why) })
  })

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
