import { meaningOf } from '../../rating/scale.js'
import { appealableFacts, factToAppeal } from '../appealable-facts.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { Rectification, RequestFacts } from '../facts.js'
import { isRectified } from '../lifecycle/definition.js'
import { mergedRatingClock, ratedAnswer, ratingClock, roundOf } from '../questions.js'
import { begin, stop } from './clocks.js'
import { type Drafter, draft, present } from './draft.js'

/** A new rectification round. After too many failed ones supervision goes one level up by itself. */
export function openRectification(
  facts: RequestFacts,
  because: Rectification['because'],
  context: RequestContext,
  from?: string,
): NewRequestEvent[] {
  const round = roundOf(facts) + 1
  const failed = round - 1
  const ladder = context.areas.ladder(facts.area)
  const level = facts.supervision + 1
  const opened: NewRequestEvent = {
    type: 'request.rectificationOpened',
    data: { round, because, ...present('from', from) },
  }
  const supervise = failed >= context.rating.superviseAfterFailedRounds && level <= ladder.length
  return supervise
    ? [
        opened,
        { type: 'request.supervised', data: { level, area: ladder[level - 1] as string, because: 'failedRounds' } },
      ]
    : [opened]
}

/** 评价: dissatisfied opens a rectification, by law and not by anybody's leave; of a merged request, in the leading one (`dissent`). */
export const rate: Drafter<'rate'> = (facts, { input }, context) => {
  const { grade, reasons, comment } = input
  const meaning = meaningOf(context.rating.scale, grade) ?? 'satisfied'
  const { leadingAnswer } = facts
  const clock = ratingClock(facts)
  const data = { ...ratedAnswer(facts), grade, meaning, ...present('reasons', reasons), ...present('comment', comment) }
  const rated: NewRequestEvent = { type: 'request.rated', data }
  if (leadingAnswer !== undefined)
    return { ...draft(rated), ...(clock !== undefined && { clocks: { [clock.clock]: stop(clock, context.now) } }) }
  return draft(rated, ...(meaning === 'dissatisfied' ? openRectification(facts, 'rating', context) : []))
}

/** The leading request was answered: this one's resident reads it and may rate it. Nothing when that is known, or the texts are erased. */
export const relay: Drafter<'relay'> = (facts, { input }, context) => {
  const { request, at, ratedIn } = input
  const known = facts.leadingAnswer
  if (facts.textsErasedAt !== undefined || (known?.request === request && known.at === at)) return draft()
  const clock = mergedRatingClock(request)
  return {
    ...draft({ type: 'request.leadingAnswered', data: input }),
    ...(ratedIn === undefined && { clocks: { [clock]: { ...begin(context, clock), warnAt: [] } } }),
  }
}

/** A resident of a merged request is dissatisfied with the answer: a round opens when that answer still stands. */
export const dissent: Drafter<'dissent'> = (facts, { input }, context, target) =>
  target !== facts.status && isRectified(context.lifecycle.state(target))
    ? draft(...openRectification(facts, 'mergedRating', context, input.from))
    : draft()

/** 回访: valid only when the resident was reached and answered. Not solved or dissatisfied opens a rectification. */
export const followUp: Drafter<'followUp'> = (facts, { input }, context, target) => {
  const { reached, contacted, solved, satisfied, note } = input
  const followedUp: NewRequestEvent = {
    type: 'request.followedUp',
    data: {
      reached,
      valid: reached && contacted !== undefined && solved !== undefined && satisfied !== undefined,
      ...present('contacted', contacted),
      ...present('solved', solved),
      ...present('satisfied', satisfied),
      ...present('note', note),
    },
  }
  const rectify = target !== facts.status && isRectified(context.lifecycle.state(target))
  return draft(followedUp, ...(rectify ? openRectification(facts, 'followUp', context) : []))
}

export const urge: Drafter<'urge'> = (_facts, { input }) =>
  draft({ type: 'request.urged', data: present('note', input.note) })

/** 督办: one level up the ladder of areas. */
export const supervise: Drafter<'supervise'> = (facts, { input }, { areas }) => {
  const level = facts.supervision + 1
  return draft({
    type: 'request.supervised',
    data: {
      level,
      area: areas.ladder(facts.area)[level - 1] as string,
      because: 'ordered',
      ...present('reason', input.reason),
    },
  })
}

/** 申诉: disputes a fact; the fact itself is never touched. */
export const appeal: Drafter<'appeal'> = (facts, { input }, context) => {
  const { about, reason } = input
  const fact = factToAppeal(facts, appealableFacts(facts, input, context))
  const appeal = `a${facts.appeals.length + 1}`
  const data = { unit: facts.unit ?? '', about, ...fact, appeal, reason }
  const clock = `appealReview/${appeal}`
  return { ...draft({ type: 'request.appealed', data }), clocks: { [clock]: begin(context, clock) } }
}

/** One reviewer's word. Enough different ones agreeing grant it; one refusing refuses it. */
export const reviewAppeal: Drafter<'reviewAppeal'> = (facts, { input }, { rating, now }) => {
  const filed = facts.appeals.find((each) => each.id === input.appeal)
  const agreed = (filed?.reviews.length ?? 0) + 1 // One that did not agree would have refused it.
  const decision: 'granted' | 'refused' | undefined = !input.approve
    ? 'refused'
    : agreed >= rating.appealReviewers
      ? 'granted'
      : undefined
  const reviewed: NewRequestEvent = {
    type: 'request.appealReviewed',
    data: {
      appeal: input.appeal,
      approve: input.approve,
      ...present('decision', decision),
      ...present('reason', input.reason),
    },
  }
  const name = `appealReview/${input.appeal}`
  const clock = facts.clocks[name]
  const decided = decision !== undefined && clock !== undefined
  return { ...draft(reviewed), ...(decided && { clocks: { [name]: stop(clock, now) } }) }
}
