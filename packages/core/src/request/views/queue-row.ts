import type { Bilingual } from '../../contracts/text.js'
import { type ClockEnvironment, isStillProvisional } from '../../sla/clock.js'
import { deadlineInWords, timeLeftInWords } from '../../sla/words.js'
import type { LifecycleTable } from '../context.js'
import { present } from '../decide/draft.js'
import type { RequestFacts } from '../facts.js'
import { roundOf } from '../questions.js'
import { isPast } from '../request-clock.js'
import { clockTerm } from './clock-terms.js'
import { deskClock, deskOf, ownerName, type RequestFlag } from './desk.js'
import { eventTitle } from './event-titles.js'
import { ownerInWords } from './in-words.js'
import type { StepNames } from './steps.js'
import { titleOf } from './title-of.js'

/** A code, and what people read for it. */
export interface Named {
  /** What programs use. */
  readonly code: string
  /** What people read. */
  readonly name: Bilingual
}

/** The mark of a deadline: `yellow` 黄牌, its warning was given; `red` 红牌, it has passed unmet. */
export type Card = 'yellow' | 'red'

/** A request in a queue: what a desk reads of it at a glance. */
export interface QueueRow {
  /** Opaque, kept for ever. */
  readonly id: string
  /** The order number (工单号) people are told; the id where there is none. */
  readonly number: string
  /** Number of events, for `expectedVersion`. */
  readonly version: number
  /** The first 24 characters of the description, on one line; absent where the reader may not read it, or it was erased. */
  readonly title?: string
  /** What it is about. */
  readonly category: Named
  /** Where it lies. */
  readonly area: Named
  /** The place in words; absent where there is none, the reader may not read it, or it was erased. */
  readonly place?: string
  /** Where it came in. */
  readonly channel: Named
  /** Who has to act: id of a unit, or `@dispatcher`, `@supervisor`, `@requester`; absent once it has ended. */
  readonly owner?: Named
  /** The unit in charge; absent before dispatch. */
  readonly unit?: Named
  /** State of the lifecycle. */
  readonly status: Named
  /** The deadline of whoever has to act, or the one that stands still; of an ended request that of what is to be decided. Absent where no clock runs. */
  readonly deadline?: {
    /** Name of the clock, such as `claim`: what `explainDeadline` is asked for. */
    readonly clock: string
    /** What the clock is called. */
    readonly title: Bilingual
    /** Last day in time, `YYYY-MM-DD`. */
    readonly date: string
    /** The first instant that is too late, in milliseconds since 1970; absent while the clock stands still. */
    readonly dueAt?: number
    /** It has passed unmet. */
    readonly overdue: boolean
    /** The calendar of a year in it may still change. */
    readonly provisional: boolean
    /** Date and time left, as people say it. */
    readonly words: Bilingual
    /** The time left alone: `还剩 2 个工作日`, `今日到期`, `已超期 1 个工作日`. */
    readonly left: Bilingual
  }
  /** The mark of its deadline; absent for none. */
  readonly card?: Card
  /** Every mark that it has, in alphabetical order. */
  readonly flags: readonly RequestFlag[]
  /** Round it is in: 0 for the first handling, then the round of rectification or of work begun again. */
  readonly round: number
  /** How many notes staff have made for each other. */
  readonly notes: number
  /** How many files it has, erased ones left out. */
  readonly attachments: number
  /** What happened last. */
  readonly lastStep: {
    /** When, in milliseconds since 1970. */
    readonly at: number
    /** Type of the event, such as `request.claimed`. */
    readonly type: string
    /** What it is called. */
    readonly title: Bilingual
  }
  /** When it was reported, in milliseconds since 1970. */
  readonly submittedAt: number
}

/** What the rows of a page are made with. */
export interface QueueRowParts {
  /** What a channel is called; its code for one that no list has. */
  readonly channel: (code: string) => Bilingual
  readonly names: StepNames & { category(code: string): Bilingual }
  readonly lifecycle: LifecycleTable
  readonly sla: ClockEnvironment
  readonly now: number
}

/** The mark that these flags come to. */
export function cardOf(flags: readonly string[]): Card | undefined {
  if (flags.includes('overdue')) return 'red'
  return flags.includes('warned') ? 'yellow' : undefined
}

function deadlineOf(facts: RequestFacts, { sla, now }: QueueRowParts): QueueRow['deadline'] {
  const clock = deskClock(facts)
  if (clock === undefined) return undefined
  return {
    clock: clock.clock,
    title: clockTerm(clock.clock),
    date: clock.dueDate,
    ...(clock.pausedAt === undefined && { dueAt: clock.dueAt }),
    overdue: isPast(clock, now),
    provisional: isStillProvisional(sla, clock),
    words: deadlineInWords(sla, clock, now),
    left: timeLeftInWords(sla, clock, now),
  }
}

/** The row of a request. `texts`: what of its texts this reader may read, by their references. */
export function queueRow(facts: RequestFacts, texts: ReadonlyMap<string, string>, parts: QueueRowParts): QueueRow {
  const { names, lifecycle } = parts
  const deadline = deadlineOf(facts, parts)
  const flags = deskOf(facts).flags as readonly RequestFlag[]
  const card = cardOf(flags)
  const title = titleOf(texts.get(facts.description.ref) ?? '')
  const place = facts.place?.address && texts.get(facts.place.address.ref)
  return {
    id: facts.id,
    number: facts.number ?? facts.id,
    version: facts.version,
    ...(title !== '' && { title }),
    category: { code: facts.category, name: names.category(facts.category) },
    area: { code: facts.area, name: names.area(facts.area) },
    ...present('place', place),
    channel: { code: facts.channel, name: parts.channel(facts.channel) },
    ...(facts.open && { owner: { code: ownerName(facts.owner), name: ownerInWords(facts.owner, names) } }),
    ...(facts.unit !== undefined && { unit: { code: facts.unit, name: names.unit(facts.unit) } }),
    status: { code: facts.status, name: lifecycle.standing(facts).title },
    ...(deadline !== undefined && { deadline }),
    ...(card !== undefined && { card }),
    flags,
    round: roundOf(facts),
    notes: facts.notes ?? 0,
    attachments: facts.attachments?.filter(({ erasedAt }) => erasedAt === undefined).length ?? 0,
    lastStep: { at: facts.updatedAt, type: facts.lastStep, title: eventTitle(facts.lastStep, names) },
    submittedAt: facts.submittedAt,
  }
}
