import type { Bilingual } from '../../contracts/text.js'
import type { CalendarHistory } from '../../sla/calendar-history.js'
import type { LifecycleTable } from '../context.js'
import type { RequestFacts } from '../facts.js'
import type { LoopStep } from '../lifecycle/definition.js'
import { ratingClock } from '../questions.js'
import { type ResidentDeadline, residentDeadline } from './resident-deadline.js'
import { titleOf } from './title-of.js'

/** What a resident is told of a request wherever it is shown: alone, or in their list. */
export interface ResidentHead {
  /** Opaque, kept for ever. */
  readonly id: string
  /** The order number (工单号) the resident is told, such as `JZ-20220104-0042-5`. */
  readonly number: string
  /** What the state is called. */
  readonly status: Bilingual
  /** Where the request is in the loop; `end` when it has ended. */
  readonly step: LoopStep | 'end'
  /** When it was reported, in milliseconds since 1970. */
  readonly submittedAt: number
  /** What the category is called. */
  readonly category: Bilingual
  /** 责任部门; absent before dispatch. */
  readonly responsible?: Bilingual
  /** The running deadline; of a closed request the one to decide whether it is handled again, when the resident asked that. */
  readonly deadline?: ResidentDeadline
  /** The last rating; absent when there was none. */
  readonly rating?: {
    /** As given; absent when nobody rated in time. */
    readonly grade?: number
    /** The time for it ran out without one. */
    readonly defaulted: boolean
  }
  /** Names of the commands that the resident may issue next, those of the place among them: `rate`, `withdraw`, `urge`, `supplement`, `correct`, `askReopen`, or one that goes through `act`. */
  readonly mayDo: readonly string[]
  /** The last word when the request has ended. */
  readonly echo?: Bilingual
}

/** A request in the list of its resident. */
export interface ResidentRow extends ResidentHead {
  /** The first 24 characters of their description, on one line; absent once erased. */
  readonly title?: string
  /** What the area is called. */
  readonly area: Bilingual
  /** When it was changed last, in milliseconds since 1970. */
  readonly updatedAt: number
}

/** What a resident is told with. */
export interface ResidentHeadParts {
  readonly names: { unit(id: string): Bilingual; category(code: string): Bilingual }
  readonly lifecycle: LifecycleTable
  /** Commands the resident may issue now. */
  readonly mayDo: readonly string[]
  readonly calendars: CalendarHistory
  readonly now: number
}

// What every place has comes first, in this order.
const usual = ['rate', 'withdraw', 'urge', 'supplement', 'correct', 'askReopen']
const inOrder = (mayDo: readonly string[]) => [
  ...usual.filter((action) => mayDo.includes(action)),
  ...mayDo.filter((action) => !usual.includes(action)),
]

// Nobody urges others while it is they who have to move; and of a merged request there is something to rate only once the leading one was answered.
function isOpenTo(action: string, facts: RequestFacts, now: number): boolean {
  if (action === 'urge') return facts.owner.role !== 'requester'
  if (action !== 'rate' || facts.mergedInto === undefined) return true
  const clock = ratingClock(facts)
  return clock !== undefined && clock.stoppedAt === undefined && now < clock.dueAt
}

/** What a resident is told of a request, without its texts. */
export function residentHead(facts: RequestFacts, parts: ResidentHeadParts): ResidentHead {
  const { names, lifecycle, mayDo, calendars, now } = parts
  const { title, step, echo } = lifecycle.standing(facts)
  const deadline = residentDeadline(facts, calendars, now)
  const rating = facts.ratings.at(-1)
  return {
    id: facts.id,
    number: facts.number ?? facts.id,
    status: title,
    step,
    submittedAt: facts.submittedAt,
    category: names.category(facts.category),
    ...(facts.unit !== undefined && { responsible: names.unit(facts.unit) }),
    ...(deadline !== undefined && { deadline }),
    ...(rating !== undefined && {
      rating: { ...(rating.grade !== undefined && { grade: rating.grade }), defaulted: rating.grade === undefined },
    }),
    mayDo: inOrder(mayDo).filter((action) => isOpenTo(action, facts, now)),
    ...(echo !== undefined && { echo }),
  }
}

/** The row of a request in the list of its resident. `description`: their own words; `undefined` once erased. */
export function residentRow(
  facts: RequestFacts,
  description: string | undefined,
  parts: ResidentHeadParts & { readonly names: { area(code: string): Bilingual } },
): ResidentRow {
  const title = description === undefined ? '' : titleOf(description)
  return {
    ...residentHead(facts, parts),
    ...(title !== '' && { title }),
    area: parts.names.area(facts.area),
    updatedAt: facts.updatedAt,
  }
}
