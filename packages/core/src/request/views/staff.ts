import type { Bilingual } from '../../contracts/text.js'
import { type ClockEnvironment, isStillProvisional } from '../../sla/clock.js'
import type { CountingTime } from '../../sla/elapsed.js'
import { urgencyInWords } from '../../sla/urgency.js'
import { deadlineInWords } from '../../sla/words.js'
import type { LifecycleTable } from '../context.js'
import { present } from '../decide/draft.js'
import type { RequestFacts } from '../facts.js'
import { type FieldInWords, fieldsInWords } from '../fields/fields-in-words.js'
import type { CategoryFields } from '../fields/read-fields.js'
import { isPast } from '../request-clock.js'

/** What staff see: all facts, the texts they may read, running deadlines in words, and what the state allows. */
export interface StaffView {
  /** Everything known of it, without texts. */
  readonly facts: RequestFacts
  /** What the state is called. */
  readonly title: Bilingual
  /** What its class of urgency is called; absent for an ordinary request. */
  readonly urgency?: Bilingual
  /** What the fields of its category say, in the order of the catalogue, without what is not the reader's; absent when nothing was asked. */
  readonly fields?: readonly FieldInWords[]
  /** Texts from the vault by their reference; personal fields are masked or left out, as the contact policy says. */
  readonly texts: Readonly<Record<string, string>>
  /** References of the `texts` that are masked, such as `138****1234`; absent when none is. */
  readonly masked?: readonly string[]
  /** Those that run or stand still. */
  readonly deadlines: readonly {
    /** Name of the clock, such as `claim`. */
    readonly clock: string
    /** Last day in time, `YYYY-MM-DD`. */
    readonly date: string
    /** The first instant that is too late, in milliseconds since 1970. */
    readonly at: number
    /** It has passed unmet. */
    readonly overdue: boolean
    /** The calendar of a year in it may still change. */
    readonly provisional: boolean
    /** The deadline as people say it. */
    readonly words: Bilingual
  }[]
  /** Commands that this reader may issue now, as `mayDo` tells them; judged when it is first looked at, of the moment of the view. */
  readonly allowed: readonly string[]
}

/** The deadlines of a request that run or stand still, in words. */
export function runningDeadlines({ clocks }: RequestFacts, sla: CountingTime, now: number): StaffView['deadlines'] {
  const running = Object.values(clocks).filter((each) => each.stoppedAt === undefined)
  return running.map((clock) => ({
    clock: clock.clock,
    date: clock.dueDate,
    at: clock.dueAt,
    overdue: isPast(clock, now),
    provisional: isStillProvisional(sla, clock),
    words: deadlineInWords(sla, clock, now),
  }))
}

/** What a staff view is made with besides the request. */
export interface StaffViewParts {
  /** References of the texts that are masked. */
  readonly masked: readonly string[]
  readonly lifecycle: LifecycleTable
  /** The fields of its category. */
  readonly fields: CategoryFields
  /** Judges which commands the reader may issue now: asked when somebody looks. */
  readonly allowed: () => readonly string[]
  readonly sla: ClockEnvironment
  readonly now: number
}

/** Builds the staff view. `texts` holds only what this reader may see. */
export function staffView(
  facts: RequestFacts,
  texts: ReadonlyMap<string, string>,
  { masked, lifecycle, fields, allowed, sla, now }: StaffViewParts,
): StaffView {
  let judged: readonly string[] | undefined
  return {
    facts,
    title: lifecycle.standing(facts).title,
    ...present('urgency', urgencyInWords(sla.policy, facts.urgency)),
    ...(facts.fields !== undefined && { fields: fieldsInWords(facts, fields, texts) }),
    texts: Object.fromEntries(texts),
    ...(masked.length > 0 && { masked }),
    deadlines: runningDeadlines(facts, sla, now),
    get allowed() {
      judged ??= allowed()
      return judged
    },
  }
}
