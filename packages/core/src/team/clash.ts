import type { Refusal } from '../import/refusal.js'
import { teamRefusals } from './refusals.js'
import { type Membership, overlap, samePlace } from './team.js'

type Term = Pick<Membership, 'member' | 'role' | 'building' | 'from' | 'to'>

/** Why this membership cannot be added to those there are, or `undefined`: the same place twice at a time, or a second grid lead. */
export function clashOf(joining: Term, there: readonly Term[]): Refusal | undefined {
  for (const other of there) {
    if (!overlap(joining, other)) continue
    const { member, role, from, to } = other
    if (samePlace(joining, other)) return teamRefusals['membership-overlaps']({ member, role, from, to })
    if (joining.role === 'gridLead' && role === 'gridLead') {
      return teamRefusals['grid-led-by-another']({ lead: member, from, to })
    }
  }
  return undefined
}
