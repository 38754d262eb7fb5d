import type { Bilingual } from '../../contracts/text.js'
import type { Sealed } from '../../privacy/seal.js'
import { type ClockEnvironment, isStillProvisional } from '../../sla/clock.js'
import { urgencyInWords } from '../../sla/urgency.js'
import { deadlineInWords } from '../../sla/words.js'
import type { LifecycleTable } from '../context.js'
import { present } from '../decide/draft.js'
import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { type FieldInWords, fieldsInWords } from '../fields/fields-in-words.js'
import type { CategoryFields } from '../fields/read-fields.js'
import type { LoopStep } from '../lifecycle/definition.js'
import { ownClock, ratingClock, reopenClock } from '../questions.js'
import { type StepNames, toldToResident } from './steps.js'

/**
 * What the requester sees of a request. A type of its own: it has no place for staff notes, other people's data or internal ids, so
 * none can slip in.
 */
export interface ResidentView {
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
  /** What the fields of its category say, in the order of the catalogue; absent when nothing was asked. */
  readonly fields?: readonly FieldInWords[]
  /** When it happened, in milliseconds since 1970; absent when nobody said. */
  readonly occurredAt?: number
  /** What its class of urgency is called; absent for an ordinary request. */
  readonly urgency?: Bilingual
  /** The resident's own words; absent once erased. */
  readonly description?: string
  /** 责任部门; absent before dispatch. */
  readonly responsible?: Bilingual
  /** What has happened, oldest first, without what is internal. */
  readonly progress: readonly {
    /** In milliseconds since 1970. */
    readonly at: number
    /** In words for the resident. */
    readonly title: Bilingual
    /** The answer or the reason that goes with it, or what they added themself; absent when there is none or it was erased. */
    readonly text?: string
  }[]
  /** The running deadline, in words and as a date; of a closed request the one to decide whether it is handled again, when the resident asked that. Provisional: it rests on a year whose holidays are not announced yet. */
  readonly deadline?: {
    /** Last day in time, `YYYY-MM-DD`. */
    readonly date: string
    /** It has passed unmet. */
    readonly overdue: boolean
    /** The calendar of a year in it may still change. */
    readonly provisional: boolean
    /** The deadline as people say it. */
    readonly words: Bilingual
  }
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

export interface ResidentViewParts {
  readonly facts: RequestFacts
  readonly events: readonly RequestEvent[]
  readonly texts: ReadonlyMap<string, string>
  readonly names: StepNames & { category(code: string): Bilingual; fields(category: string): CategoryFields }
  readonly lifecycle: LifecycleTable
  /** Commands the resident may issue now. */
  readonly mayDo: readonly string[]
  readonly sla: ClockEnvironment
  readonly now: number
}

// What every place has comes first, in this order.
const usual = ['rate', 'withdraw', 'urge', 'supplement', 'correct', 'askReopen']
const inOrder = (mayDo: readonly string[]) => [
  ...usual.filter((action) => mayDo.includes(action)),
  ...mayDo.filter((action) => !usual.includes(action)),
]

// Only answers, and the reasons why it ended or stands still; notes, appeals and internal reasons are not in this list.
/** The text that an event brings the resident: an answer, or why it ended or stands still. */
export function addressedToResident(event: RequestEvent): Sealed | undefined {
  switch (event.type) {
    case 'request.replied':
    case 'request.leadingAnswered':
      return event.data.text
    case 'request.declined':
    case 'request.voided':
    case 'request.forceClosed':
    case 'request.suspended':
    case 'request.leadingEnded':
    case 'request.reopenDecided':
    case 'request.reopenOrdered':
      return event.data.reason
    default:
      return undefined
  }
}

// What the resident added themself is theirs to read again, and is sent to nobody.
function ownWords(event: RequestEvent): Sealed | undefined {
  if (event.type === 'request.supplemented') return event.data.text
  return event.type === 'request.reopenAsked' ? event.data.reason : undefined
}

// Nobody urges others while it is they who have to move; and of a merged request there is something to rate only once the leading one was answered.
function isOpenTo(action: string, facts: RequestFacts, now: number): boolean {
  if (action === 'urge') return facts.owner.role !== 'requester'
  if (action !== 'rate' || facts.mergedInto === undefined) return true
  const clock = ratingClock(facts)
  return clock !== undefined && clock.stoppedAt === undefined && now < clock.dueAt
}

/** Builds the resident's view from events, the vault texts addressed to the resident, and names. */
export function residentView({
  facts,
  events,
  texts,
  names,
  lifecycle,
  mayDo,
  sla,
  now,
}: ResidentViewParts): ResidentView {
  const { title, step, echo } = lifecycle.standing(facts)
  const progress = events.flatMap((event) => {
    const told = toldToResident(event, names)
    if (told === undefined) return []
    const sealed = ownWords(event) ?? addressedToResident(event)
    const text = sealed === undefined ? undefined : texts.get(sealed.ref)
    return [{ at: event.at, title: told, ...(text !== undefined && { text }) }]
  })
  const running = Object.values(facts.clocks).filter((each) => each.stoppedAt === undefined)
  const clock = facts.open ? (ownClock(facts) ?? running[0]) : running.find((each) => each.clock === reopenClock)
  const rating = facts.ratings.at(-1)
  const description = texts.get(facts.description.ref)
  return {
    id: facts.id,
    number: facts.number ?? facts.id,
    status: title,
    step,
    submittedAt: facts.submittedAt,
    category: names.category(facts.category),
    ...(facts.fields !== undefined && { fields: fieldsInWords(facts, names.fields(facts.category), texts) }),
    ...present('occurredAt', facts.occurredAt),
    ...present('urgency', urgencyInWords(sla.policy, facts.urgency)),
    ...(description !== undefined && { description }),
    ...(facts.unit !== undefined && { responsible: names.unit(facts.unit) }),
    progress,
    ...(clock !== undefined && {
      deadline: {
        date: clock.dueDate,
        overdue: clock.breachedAt !== undefined || now >= clock.dueAt,
        provisional: isStillProvisional(sla, clock),
        words: deadlineInWords(sla, clock, now),
      },
    }),
    ...(rating !== undefined && {
      rating: { ...(rating.grade !== undefined && { grade: rating.grade }), defaulted: rating.grade === undefined },
    }),
    mayDo: inOrder(mayDo).filter((action) => isOpenTo(action, facts, now)),
    ...(echo !== undefined && { echo }),
  }
}
