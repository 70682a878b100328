import type { Check } from '../bind/index.ts'
import { notInTime } from '../check/index.ts'
import type { NotifyEffect } from './event.ts'

interface CheckWords {
  readonly name: string
  readonly up: string
  readonly down: string
}

/** What keepalived mails of each sort of check: filters of mailboxes know it. */
const words: { readonly [K in Check['kind']]: CheckWords } = {
  tcp: { name: 'TCP CHECK', up: 'succeed', down: 'failed' },
  udp: { name: 'UDP CHECK', up: 'succeed', down: 'failed' },
  ping: { name: 'ICMP CHECK', up: 'succeed', down: 'failed' },
  dns: { name: 'DNS_CHECK:', up: 'succeed', down: 'failed' },
  http: { name: 'CHECK', up: 'succeed', down: 'failed' },
  https: { name: 'CHECK', up: 'succeed', down: 'failed' },
  smtp: { name: 'CHECK', up: 'succeed', down: 'failed' },
  misc: { name: 'MISC CHECK', up: 'succeeded', down: 'failed' },
  file: { name: 'FILE CHECK', up: 'succeeded', down: 'failed' },
  bfd: { name: 'BFD CHECK', up: 'succeeded', down: 'failed' },
}

/** The text of a mail about a check that changed its mind. */
export function checkBody(check: Check, { up, why }: { readonly up: boolean; readonly why?: string }): string {
  const { name, ...said } = words[check.kind]
  const subject = check.kind === 'bfd' ? `${name} ${check.name}` : name
  const down = check.kind === 'misc' && why === notInTime ? 'timed out' : said.down
  const body = `${subject} ${up ? said.up : down} on service`
  if (up) return body
  if (check.kind === 'http' || check.kind === 'https') return `${body} : HTTP/SSL request failed`
  return check.kind === 'smtp' && why !== undefined ? `${body} : ${why}` : body
}

export function serverMail({
  server,
  service,
  wanted,
  alive,
  body,
}: {
  readonly server: string
  readonly service: string
  readonly wanted: boolean
  readonly alive: boolean
  readonly body: string
}): NotifyEffect[] {
  return mail(wanted, `Realserver ${server} of virtual server ${service} - ${alive ? 'UP' : 'DOWN'}`, body)
}

export function serviceMail({
  service,
  wanted,
  up,
  body,
}: {
  readonly service: string
  readonly wanted: boolean
  readonly up: boolean
  readonly body: string
}): NotifyEffect[] {
  return mail(wanted, `Virtualserver ${service} - ${up ? 'UP' : 'DOWN'}`, body)
}

function mail(wanted: boolean, subject: string, body: string): NotifyEffect[] {
  return wanted ? [{ kind: 'mail', subject, body: `=> ${body} <=` }] : []
}
