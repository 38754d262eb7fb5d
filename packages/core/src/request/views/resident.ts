import type { Bilingual } from '../../contracts/text.js'
import type { ClockEnvironment } from '../../sla/clock.js'
import { deadlineInWords } from '../../sla/words.js'
import type { RequestEvent } from '../events.js'
import { matterClock, type RequestFacts } from '../facts.js'
import { isEnd, type LoopStep } from '../lifecycle/definition.js'
import type { LifecycleTable } from '../lifecycle/table.js'
import { type StepNames, toldToResident } from './steps.js'

/**
 * What the requester sees of a request. A type of its own: it has no place for staff notes, other people's data or internal ids, so
 * none can slip in.
 */
export interface ResidentView {
  readonly id: string
  readonly status: Bilingual
  /** Where the matter is in the loop; `end` when it has ended. */
  readonly step: LoopStep | 'end'
  readonly submittedAt: number
  readonly category: Bilingual
  /** The resident's own words; absent once erased. */
  readonly description?: string
  /** 责任部门; absent before dispatch. */
  readonly responsible?: Bilingual
  readonly progress: readonly { readonly at: number; readonly title: Bilingual; readonly text?: string }[]
  /** The running deadline, in words and as a date. Provisional: it rests on a year whose holidays are not announced yet. */
  readonly deadline?: {
    readonly date: string
    readonly overdue: boolean
    readonly provisional: boolean
    readonly words: Bilingual
  }
  readonly rating?: { readonly grade?: number; readonly defaulted: boolean }
  /** What the resident may do next. */
  readonly mayDo: readonly ('rate' | 'withdraw' | 'urge')[]
  /** The last word when the matter has ended. */
  readonly echo?: Bilingual
}

export interface ResidentViewParts {
  readonly facts: RequestFacts
  readonly events: readonly RequestEvent[]
  readonly texts: ReadonlyMap<string, string>
  readonly names: StepNames & { category(code: string): Bilingual }
  readonly lifecycle: LifecycleTable
  readonly sla: ClockEnvironment
  readonly now: number
}

const residentActions = ['rate', 'withdraw', 'urge'] as const

/** Builds the resident's view from events, the vault texts addressed to the resident, and names. */
export function residentView({ facts, events, texts, names, lifecycle, sla, now }: ResidentViewParts): ResidentView {
  const state = lifecycle.state(facts.status)
  const progress = events.flatMap((event) => {
    const step = toldToResident(event, names)
    if (step === undefined) return []
    // Only answers and reasons addressed to the resident; notes, appeals and internal reasons are not in this list.
    const sealed =
      event.type === 'request.replied' ? event.data.text
      : event.type === 'request.declined' || event.type === 'request.forceClosed' ? event.data.reason
      : undefined // biome-ignore format: a ladder
    const text = sealed === undefined ? undefined : texts.get(sealed.ref)
    return [{ at: event.at, title: step, ...(text !== undefined && { text }) }]
  })
  const ended = state !== undefined && isEnd(state)
  const clock = ended
    ? undefined
    : (matterClock(facts) ?? Object.values(facts.clocks).find((each) => each.stoppedAt === undefined))
  const rating = facts.ratings.at(-1)
  const description = texts.get(facts.description.ref)
  const possible = lifecycle.commands(facts.status)
  return {
    id: facts.id,
    status: lifecycle.titleOf(facts.status),
    step: state === undefined || isEnd(state) ? 'end' : state.step,
    submittedAt: facts.submittedAt,
    category: names.category(facts.category),
    ...(description !== undefined && { description }),
    ...(facts.unit !== undefined && { responsible: names.unit(facts.unit) }),
    progress,
    ...(clock !== undefined && {
      deadline: {
        date: clock.dueDate,
        overdue: clock.breachedAt !== undefined || now >= clock.dueAt,
        provisional: clock.provisional,
        words: deadlineInWords(sla, clock, now),
      },
    }),
    ...(rating !== undefined && {
      rating: { ...(rating.grade !== undefined && { grade: rating.grade }), defaulted: rating.grade === undefined },
    }),
    // Nobody urges others while it is they who have to move.
    mayDo: residentActions.filter(
      (action) => possible.includes(action) && (action !== 'urge' || facts.owner.role !== 'requester'),
    ),
    ...(ended && { echo: state.echo }),
  }
}
