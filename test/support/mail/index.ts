import { type Host, type Running, until } from '../lab/index.ts'

export interface ReceivedMail {
  /** What was said before the message. */
  readonly envelope: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A mail server on a host of a lab. */
export class MailServer {
  readonly #server: Running

  private constructor(server: Running) {
    this.#server = server
  }

  static async start(host: Host): Promise<MailServer> {
    const server = host.spawn(process.execPath, [new URL('server.ts', import.meta.url).pathname])
    await until(() => server.stdout.includes('listening') || server.exit, { within: 5000, what: () => server.output })
    if (server.exit) throw new Error(server.output)
    return new MailServer(server)
  }

  get mails(): ReceivedMail[] {
    return this.#server.stdout
      .split('\n')
      .filter((line) => line.startsWith('['))
      .map((line) => mailOf(JSON.parse(line)))
  }
}

function mailOf(session: readonly string[]): ReceivedMail {
  const data = session.indexOf('DATA')
  const end = session.indexOf('.', data)
  const blank = session.indexOf('', data)
  const unfolded = session
    .slice(data + 1, blank)
    .join('\n')
    .replaceAll(/\n\s+/g, ' ')
    .split('\n')
  const headers = unfolded.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
  return {
    envelope: session.slice(0, data),
    headers: Object.fromEntries(headers),
    body: session
      .slice(blank + 1, end)
      .join('\n')
      .trim(),
  }
}
