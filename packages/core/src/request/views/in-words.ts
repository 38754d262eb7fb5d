import { deskTitles } from '../../authority/desk-titles.js'
import type { Bilingual } from '../../contracts/text.js'
import type { CountingTime } from '../../sla/elapsed.js'
import type { RequestEvent } from '../events.js'
import type { Owner, RequestFacts } from '../facts.js'
import { defaultStates } from '../lifecycle/default-states.js'
import type { LoopStep } from '../lifecycle/definition.js'
import { type ShownStates, type Standing, standingAt } from '../lifecycle/standing-at.js'
import { pendingReopenAsk } from '../questions.js'
import { clockTerm } from './clock-terms.js'
import { runningDeadlines, type StaffView } from './staff.js'
import { type StepNames, toldToResident } from './steps.js'

/** The six steps of the loop in their order, as a page shows them beside each other. */
export const loopSteps: readonly {
  /** Name of the step in lifecycles and views. */
  readonly step: LoopStep
  /** What it is called. */
  readonly title: Bilingual
}[] = [
  { step: 'report', title: { zh: '诉求', en: 'Request' } },
  { step: 'claim', title: { zh: '认领', en: 'Claim' } },
  { step: 'handle', title: { zh: '落实', en: 'Handling' } },
  { step: 'feedback', title: { zh: '反馈', en: 'Feedback' } },
  { step: 'rate', title: { zh: '评价', en: 'Rating' } },
  { step: 'rectify', title: { zh: '整改', en: 'Rectification' } },
]

/** What a page shows of a request, in both languages. Only what residents may read is in it, but for `owner` and `deadlines`, which are for staff. */
export interface RequestInWords extends Standing {
  /** Who has to move; absent when it has ended and no application to handle it again waits. */
  readonly owner?: Bilingual
  /** What has happened, oldest first, as residents are told. */
  readonly progress: readonly {
    /** When, in milliseconds since 1970. */
    readonly at: number
    /** What. */
    readonly title: Bilingual
  }[]
  /** Those that run or stand still, the earliest first. */
  readonly deadlines: readonly (StaffView['deadlines'][number] & {
    /** What the clock is called. */
    readonly title: Bilingual
  })[]
}

/** What the words are made from. All but `sla` and `now` is JSON that a server can send; names are looked up in what it sent. */
export interface RequestInWordsParts {
  /** As `requests.forStaff` or `requests.get` told them. */
  readonly facts: RequestFacts
  /** As `requests.history` told them. */
  readonly events: readonly RequestEvent[]
  /** What units, areas and reasons are called. */
  readonly names: StepNames
  /** The states of a place's own lifecycle, `huiyin.lifecycle.states`; those of the default when absent. */
  readonly states?: ShownStates
  /** Where days and working hours are counted. */
  readonly sla: CountingTime
  /** In milliseconds since 1970. */
  readonly now: number
}

/** Who has to move next, by name: `住建局`, `派单席（云溪镇）`. */
export function ownerInWords(owner: Owner, names: Pick<StepNames, 'unit' | 'area'>): Bilingual {
  if (owner.role === 'unit') return names.unit(owner.unit)
  if (owner.role === 'candidates') {
    const units = owner.units.map((unit) => names.unit(unit))
    return { zh: units.map(({ zh }) => zh).join('、'), en: units.map(({ en }) => en).join(', ') }
  }
  const party = deskTitles[owner.role]
  if (owner.role === 'requester') return party
  const area = names.area(owner.area)
  return { zh: `${party.zh}（${area.zh}）`, en: `${party.en} of ${area.en}` }
}

/**
 * Where a request stands, who has to move, what has happened and how much time is left, for a page that shows it. Pure: the same words on a server
 * and in a browser, which can say them anew each minute without asking.
 */
export function requestInWords({
  facts,
  events,
  names,
  states = defaultStates,
  sla,
  now,
}: RequestInWordsParts): RequestInWords {
  return {
    ...standingAt({ states }, facts),
    ...((facts.open || pendingReopenAsk(facts) !== undefined) && { owner: ownerInWords(facts.owner, names) }),
    progress: events.flatMap((event) => {
      const title = toldToResident(event, names)
      return title === undefined ? [] : [{ at: event.at, title }]
    }),
    deadlines: runningDeadlines(facts, sla, now)
      .map((deadline) => ({ ...deadline, title: clockTerm(deadline.clock) }))
      .sort((a, b) => a.at - b.at),
  }
}
