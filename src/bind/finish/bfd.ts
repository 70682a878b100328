import { type Findings, familyOf } from '../../base/index.ts'
import type { ConfigDraft } from '../config.ts'
import { endOf } from './names.ts'

type Session = ConfigDraft['bfdInstances'][number]

/** Sessions that can be told apart, with TTLs that fit; those that keepalived leaves out are. */
export function settleBfd(draft: ConfigDraft, findings: Findings): void {
  const kept: Session[] = []
  for (const session of draft.bfdInstances) {
    if (!isOfOneFamily(session, findings) || isTaken(session, kept, findings)) continue
    settleHops(session, findings)
    const named = session.forVrrp ?? session.forCheckers
    session.forVrrp ??= named === undefined
    session.forCheckers ??= named === undefined
    kept.push(session)
  }
  draft.bfdInstances = kept
}

function isOfOneFamily(session: Session, findings: Findings): boolean {
  const { neighbor, source, spans } = session
  const fits = neighbor === undefined || source === undefined || familyOf(neighbor) === familyOf(source)
  if (!fits)
    findings.report('bind/session-family', { source }, ...endOf(session, spans.source, 'source_ip stands here'))
  return fits
}

/** Packets tell a session by their addresses and port; one without a source has any. */
function isTaken(session: Session, kept: readonly Session[], findings: Findings) {
  const { name, neighbor, multihop, source } = session
  const before = kept.find(
    (one) =>
      one.neighbor === neighbor &&
      one.multihop === multihop &&
      (one.source === source || one.source === undefined || source === undefined),
  )
  if (before) {
    const place = endOf(session, before.at, 'the first one')
    findings.report('bind/duplicate-session', { name, other: before.name }, ...place)
  }
  return before !== undefined
}

const ANY_NUMBER = 255

function settleHops(session: Session, findings: Findings): void {
  session.ttl ??= session.neighbor !== undefined && familyOf(session.neighbor) === 6 ? 64 : 255
  const { ttl, maxHops, spans } = session
  const wanted = maxHops === -1 ? ANY_NUMBER : maxHops
  const place = endOf(session, spans.maxHops, 'max_hops stands here')
  if (wanted > ttl) findings.report('bind/too-many-hops', { hops: maxHops, ttl }, ...place)
  session.maxHops = Math.min(wanted, ttl)
}
