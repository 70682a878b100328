import { KacError } from '../base/index.ts'
import type { Mail, MailPort } from '../daemon/index.ts'

/** One connection a mail, without TLS or a login: the server is one that takes mails from this host. */
export const hostMailer: MailPort = { send }

async function send({ server, timeoutMillis, helloName, from, to, subject, body }: Mail): Promise<void> {
  // Loaded by the first mail: most commands send none.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host: server.host,
    port: server.port,
    ...(helloName !== undefined && { name: helloName }),
    ignoreTLS: true,
    connectionTimeout: timeoutMillis,
    greetingTimeout: timeoutMillis,
    socketTimeout: timeoutMillis,
  })
  try {
    await transport.sendMail({ from, to: [...to], subject, text: `${body}\n\n`, headers: { 'X-Mailer': 'Keepalived' } })
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new KacError('mail', `mail "${subject}" is lost: ${cause.message}`, { cause })
  } finally {
    transport.close()
  }
}
