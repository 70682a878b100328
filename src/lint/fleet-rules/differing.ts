import type { Span } from '../../base/index.ts'
import type { VrrpInstance } from '../../bind/index.ts'
import type { Member, VirtualRouter } from '../fleet.ts'
import type { Report } from '../rule.ts'

interface Trait {
  /** Members that have different ones are told apart by it. */
  readonly of: (router: VrrpInstance) => string
  readonly at: (router: VrrpInstance) => Span | undefined
  readonly message: (differing: Member, first: Member) => string
}

/** Reports each member that differs from the one with the highest priority. */
export function reportDiffering({ members: [first, ...others] }: VirtualRouter, report: Report, trait: Trait): void {
  const expected = trait.of(first.router)
  for (const member of others) {
    if (trait.of(member.router) === expected) continue
    const related = [{ span: placeOf(first.router, trait), message: `on ${first.host}` }]
    report(trait.message(member, first), placeOf(member.router, trait), { related })
  }
}

function placeOf(router: VrrpInstance, { at }: Trait): Span {
  return at(router) ?? router.at
}
