import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { identityOf, openProbes } from '../src/host/index.ts'
import { attempt, type Case, expectOf, probes } from './support/check/attempt.ts'
import {
  answers,
  dribbles,
  endless,
  endlessHeader,
  keepsOpen,
  page,
  peerName,
  resets,
  shows,
  silent,
} from './support/check/behaviours.ts'
import { certificateIn, tcpServer, tlsServer } from './support/check/servers.ts'
import { configOf } from './support/config-of.ts'

afterAll(() => probes.close())

const get = 'HTTP_GET {url {;path /;}}'
const digest = createHash('md5').update('hello').digest('hex')

const cases: readonly Case[] = [
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
  {
    name: 'HTTP, a name for TLS',
    check: 'HTTP_GET {sni_name b.example;url {;path /;}}',
    server: () => tcpServer(answers(page)),
  },
  { name: 'HTTP, silent', check: get, server: () => tcpServer(silent), why: /^no answer in time$/ },
  { name: 'HTTP, resetting', check: get, server: () => tcpServer(resets), why: /^broken off/ },
  { name: 'HTTP, empty', check: get, server: () => tcpServer(answers('')), why: /^the answer is empty$/ },
  { name: 'HTTP, half a header', check: get, server: () => tcpServer(answers('HTTP/1.1 200 OK\r\n')), why: /header/ },
  { name: 'HTTP, something else', check: get, server: () => tcpServer(answers('SSH-2.0-x\r\n\r\n')), why: /not HTTP/ },
  {
    name: 'HTTP, dribbling',
    check: get,
    server: () => tcpServer(dribbles),
    why: /^no answer in time$/,
  },
  {
    name: 'HTTP, a pattern at the end',
    check: 'HTTP_GET {url {;path /;regex "hel+o$";}}',
    server: () => tcpServer(answers(page)),
  },
  {
    name: 'HTTP, a pattern of the header',
    check: 'HTTP_GET {url {;path /;regex Content;}}',
    server: () => tcpServer(answers(page)),
    why: /^the pattern is not in the answer$/,
  },
  {
    name: 'HTTP, a pattern that must not be there',
    check: 'HTTP_GET {url {;path /;regex HELLO;regex_options caseless;regex_no_match;}}',
    server: () => tcpServer(answers(page)),
    why: /^the pattern is in the answer$/,
  },
  {
    name: 'HTTP, a pattern too late',
    check: 'HTTP_GET {url {;path /;regex lo;regex_max_offset 2;}}',
    server: () => tcpServer(answers(page)),
    why: /^the pattern is not in the answer$/,
  },
  {
    name: 'HTTP, the request as it is wanted',
    check:
      'HTTP_GET {http_protocol 1.1;virtualhost a.example;url {;path /x;regex "^GET /x HTTP/1.1\\r\\n.*\\r\\nConnection: close\\r\\nHost: a.example\\r\\n";}}',
    server: () =>
      tcpServer((socket) => socket.once('data', (request) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${request}`))),
  },
  {
    name: 'HTTP, a header without end',
    check: get,
    server: () => tcpServer(endlessHeader),
    why: /^the answer is too long$/,
  },
  { name: 'HTTP, endless, when the status is all that is wanted', check: get, server: () => tcpServer(endless) },
  {
    name: 'HTTP, endless, of another status',
    check: 'HTTP_GET {url {;path /;status_code 301;}}',
    server: () => tcpServer(endless),
    why: /^status 200$/,
  },
  {
    name: 'HTTP, endless, for a digest',
    check: `HTTP_GET {url {;path /;digest ${digest};}}`,
    server: () => tcpServer(endless),
    why: /^the answer is too long$/,
  },
  { name: 'TLS, right, of somebody else', check: 'SSL_GET {url {;path /;}}', server: () => tlsServer(answers(page)) },
  { name: 'TLS, complete and kept open', check: 'SSL_GET {url {;path /;}}', server: () => tlsServer(keepsOpen(page)) },
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
    name: 'TLS, dribbling',
    check: 'SSL_GET {url {;path /;}}',
    server: () => tlsServer(dribbles),
    why: /^no answer in time$/,
  },
  {
    name: 'TLS, no name unless it is asked for',
    check: 'SSL_GET {virtualhost a.example;url {;path /;regex ^false$;}}',
    server: () => tlsServer(shows(({ servername }) => `${servername}`)),
  },
  {
    name: 'TLS, the name of virtualhost',
    check: 'SSL_GET {enable_sni;virtualhost a.example;url {;path /;regex ^a.example$;}}',
    server: () => tlsServer(shows(({ servername }) => `${servername}`)),
  },
  {
    name: 'TLS, another name',
    check: 'SSL_GET {sni_name b.example;virtualhost a.example;url {;path /;regex ^b.example$;}}',
    server: () => tlsServer(shows(({ servername }) => `${servername}`)),
  },
  {
    name: 'TLS, an address is no name',
    check: 'SSL_GET {enable_sni;virtualhost 192.0.2.10;url {;path /;regex ^false$;}}',
    server: () => tlsServer(shows(({ servername }) => `${servername}`)),
  },
  {
    name: 'TLS, no certificate of its own',
    check: 'SSL_GET {url {;path /;regex ^nobody$;}}',
    server: () => tlsServer(shows(peerName)),
  },
  {
    name: 'TLS, endless, when the status is all that is wanted',
    check: 'SSL_GET {url {;path /;}}',
    server: () => tlsServer(endless),
  },
  {
    name: 'TLS, endless, for a pattern',
    check: 'SSL_GET {url {;path /;regex hello;}}',
    server: () => tlsServer(endless),
    why: /^the answer is too long$/,
  },
]

describe('HTTP_GET and SSL_GET of a server', () => {
  test.for(cases)('$name', (each) => expectOf(each))
})

test('what is no pattern judges no server, and ends nothing else', async () => {
  await using server = await tcpServer(answers(page))
  const result = await attempt('HTTP_GET {url {;path /;regex "h(llo";}}', server.port)
  expect(result).toEqual({
    kind: 'unable',
    why: '"h(llo" is no pattern: missing closing parenthesis, at character 5',
  })
})

describe('tls_compliant', () => {
  /** The alert with which TLS 1.3 ends is a record of this length; a request has more (RFC 8446 sections 5.2 and 6). */
  const alertLength = 2 + 1 + 16

  /** The lengths of the records in what a client said. */
  function recordsIn(said: Buffer): number[] {
    const lengths = []
    for (let at = 0; at < said.length; at += 5 + (lengths.at(-1) ?? 0)) lengths.push(said.readUInt16BE(at + 3))
    return lengths
  }

  test.for([
    ['without it', 'SSL_GET {url {;path /;}}', false],
    ['of the check', 'SSL_GET {tls_compliant;url {;path /;}}', true],
    ['of a url', 'SSL_GET {url {;path /;tls_compliant;}}', true],
    ['of a check, and not of its url', 'SSL_GET {tls_compliant;url {;path /;tls_compliant off;}}', false],
  ] as const)('%s decides whether TLS ends with a message', async ([, check, ends]) => {
    const said: Buffer[] = []
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = await tlsServer(answers(page))
    await using between = await tcpServer((client) => {
      const onwards = connect(server.port, '127.0.0.1').on('error', () => undefined)
      onwards.pipe(client)
      client
        .on('close', () => resolve())
        .on('data', (data) => {
          said.push(data as Buffer)
          onwards.write(data)
        })
    })
    expect(await attempt(check, between.port)).toEqual({ kind: 'success' })
    await gone
    expect(recordsIn(Buffer.concat(said)).at(-1) === alertLength).toBe(ends)
  })
})

describe('the SSL block', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kac-identity-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const files = certificateIn(folder, 'lb1.example', 'open sesame')
  const sslOf = (key: string) => configOf(`SSL {\n certificate ${files.certificate}\n key ${key}\n}\n`).ssl
  const asked = async (identity: ReturnType<typeof identityOf>) => {
    await using running = await tlsServer(shows(peerName))
    const own = openProbes(
      () => undefined,
      () => identity,
    )
    const result = await attempt('SSL_GET {url {;path /;regex ^lb1.example$;}}', running.port, own.open())
    own.close()
    return result
  }

  test('is what a server sees of a check', async () => {
    expect(await asked(identityOf(sslOf(files.key), 'open sesame'))).toEqual({ kind: 'success' })
  })

  test.for([
    ['a wrong pass phrase', files.key, 'close sesame', /^the SSL block: .*(decrypt|BAD|bad)/],
    ['a key that is not there', join(folder, 'none.pem'), undefined, /^the SSL block: ENOENT/],
  ] as const)('with %s judges no server', async ([, key, passphrase, why]) => {
    const result = await asked(identityOf(sslOf(key), passphrase))
    expect(result).toEqual({ kind: 'unable', why: expect.stringMatching(why) })
  })

  test('that cannot be used says so to nobody who has given up', async () => {
    const own = openProbes(
      () => undefined,
      () => ({ unusable: 'no key' }),
    )
    const session = own.open()
    const answered = attempt('SSL_GET {url {;path /;}}', 443, session).then(() => true)
    session.close()
    const later = new Promise((done) => setImmediate(() => setImmediate(() => done(false))))
    expect(await Promise.race([answered, later])).toBe(false)
    own.close()
  })
})
