import type { RecordIndex } from '../../contracts/rows.js'
import { clockFamily } from '../../sla/clock-family.js'
import type { Owner, RequestClock, RequestFacts } from '../facts.js'
import { candidatesOf, inRectification, isAsked, ownClock, pendingReopenAsk } from '../questions.js'

/** What desks mark an open request with. */
export const requestFlags = [
  'extensionAsked',
  'notCalledBack',
  'overdue',
  'rectifying',
  'supervised',
  'suspended',
  'urged',
  'urgent',
  'warned',
] as const

/** One of {@link requestFlags}. */
export type RequestFlag = (typeof requestFlags)[number]

// Time that is not the owner's: a co-handler's, a reviewer's, and that of a pause, which ends by itself.
const others: ReadonlySet<string> = new Set([
  'coHandle',
  'extensionDecision',
  'appealReview',
  'reopenDecision',
  'suspension',
])

const runs = ([name, clock]: readonly [string, RequestClock]): boolean =>
  clock.stoppedAt === undefined && clock.pausedAt === undefined && !others.has(clockFamily(name))

/** Who has to act, as requests are found by it: id of a unit, or a party behind `@`, which no unit can be mistaken for. */
export const ownerName = (owner: Owner): string => (owner.role === 'unit' ? owner.unit : `@${owner.role}`)

const none: readonly string[] = []
const mostDesks = 32

/** Where what waits for a decision lies, also of a request that has ended: an appeal, and an application to handle it again. */
export const decisionDesks = { appeal: 'toDecide/appeal', reopening: 'toDecide/reopening' } as const

function decisionsOf(facts: RequestFacts): readonly string[] {
  const isAppealed = facts.appeals.some(({ decision }) => decision === undefined)
  if (!isAppealed && facts.reopenAsks === undefined) return none
  return [
    ...(isAppealed ? [decisionDesks.appeal] : none),
    ...(pendingReopenAsk(facts) === undefined ? none : [decisionDesks.reopening]),
  ]
}

/**
 * On whose desks an open request lies besides its owner's, by name `<view>/<who>`: `toClaim` of each unit that may claim it now, `reportedBy` the member of staff
 * who entered it, `mine` the person of the unit in whose hands it is, while the unit has to move, `coHandled` of each unit that was asked and has not replied, and
 * `toDecide`. Where these are more than the index holds, co-handlers are left out.
 */
function desksOf(facts: RequestFacts): readonly string[] {
  const { assignee, owner, reportedBy } = facts
  const { claim } = facts.clocks
  const claimable = claim !== undefined && runs(['claim', claim])
  const desks = [
    ...(claimable ? (owner.role === 'unit' ? [owner.unit] : candidatesOf(facts)) : none).map(
      (unit) => `toClaim/${unit}`,
    ),
    ...(assignee !== undefined && owner.role === 'unit' ? [`mine/${assignee}`] : none),
    ...decisionsOf(facts),
    ...(reportedBy === undefined ? none : [`reportedBy/${reportedBy}`]),
    ...facts.coHandlers.filter((each) => isAsked(facts, each.unit)).map((each) => `coHandled/${each.unit}`),
  ]
  return desks.slice(0, mostDesks).sort()
}

// Answered, and nobody has heard since from the resident how it was: a call that did not come to that is made again.
const isNotCalledBack = ({ completedAt, followUps }: RequestFacts): boolean =>
  completedAt !== undefined && !followUps.some(({ valid, at }) => valid && at >= completedAt)

/**
 * The deadline that a desk sorts by: of the clocks of whoever has to act the one that is due first; the request's own where it stands still; of one that has
 * ended that of what is still to be decided.
 */
export function deskClock(facts: RequestFacts): RequestClock | undefined {
  let first: RequestClock | undefined
  for (const entry of Object.entries(facts.clocks))
    if (
      (facts.open ? runs(entry) : entry[1].stoppedAt === undefined) &&
      (first === undefined || entry[1].dueAt < first.dueAt)
    )
      first = entry[1]
  return first ?? ownClock(facts)
}

/** What a desk sorts, marks and counts an open request by. One that has ended is on a desk while something of it waits for a decision. */
export function deskOf(facts: RequestFacts): Pick<RecordIndex, 'owner' | 'dueAt' | 'flags' | 'desks'> {
  if (!facts.open) return { owner: '', flags: none, desks: decisionsOf(facts) }
  let dueAt: number | undefined
  let isOverdue = false
  let isWarned = false
  for (const entry of Object.entries(facts.clocks)) {
    if (!runs(entry)) continue
    const [, clock] = entry
    if (dueAt === undefined || clock.dueAt < dueAt) dueAt = clock.dueAt
    if (clock.breachedAt !== undefined) isOverdue = true
    else if (clock.warned > 0) isWarned = true
  }
  const answeredAt = facts.replies.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const flags: RequestFlag[] = []
  if (facts.extensions.some(({ decision }) => decision === undefined)) flags.push('extensionAsked')
  if (isNotCalledBack(facts)) flags.push('notCalledBack')
  if (isOverdue) flags.push('overdue')
  if (inRectification(facts)) flags.push('rectifying')
  if (facts.supervision > 0) flags.push('supervised')
  if (ownClock(facts)?.pausedAt !== undefined) flags.push('suspended')
  // An answer settles what it was urged for.
  if ((facts.urges.at(-1) ?? Number.NEGATIVE_INFINITY) > answeredAt) flags.push('urged')
  if (facts.urgency !== undefined) flags.push('urgent')
  if (isWarned) flags.push('warned')
  return { owner: ownerName(facts.owner), flags, desks: desksOf(facts), ...(dueAt !== undefined && { dueAt }) }
}
